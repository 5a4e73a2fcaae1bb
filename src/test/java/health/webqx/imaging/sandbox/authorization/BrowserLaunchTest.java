package health.webqx.imaging.sandbox.authorization;

import health.webqx.imaging.NodeScript;
import health.webqx.imaging.Peer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * A person at a browser, with an app that npm's {@code fhirclient} drives: {@code src/test/js/browser-launch.mjs} tells the
 * story. smart-app-launch_2.2.0: 16, 17, 349, 350, 351, 352, 353, 355, 358, 361, 363, 365.
 */
@QuarkusTest
class BrowserLaunchTest {
    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void letsAnAppInFromTheEhrAndByItselfAndTakesNoForAnAnswer() throws IOException, InterruptedException {
        Map<String, String> environment = Map.of(
                "BASE",
                "http://localhost:" + port,
                "CHROMIUM",
                Peer.require("chromium").toString());

        NodeScript.run("browser-launch", "playwright-core", environment);
    }
}
