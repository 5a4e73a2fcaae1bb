package health.webqx.imaging.fhir;

import health.webqx.imaging.NodeScript;
import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients that apps in JavaScript use, as they come from npm: {@code .ci/run} installs them into {@code target/js}. */
@QuarkusTest
class JavaScriptClientsTest {
    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"fhirclient", "fhir-kit-client"})
    void doesWhatAppsDoWithIt(String client) throws IOException, InterruptedException {
        NodeScript.run(
                client,
                client,
                Map.of(
                        "FHIR_BASE",
                        "http://localhost:" + port + "/fhir",
                        "FHIR_TOKEN",
                        Sandbox.token("system/*.cruds", Map.of())));
    }
}
