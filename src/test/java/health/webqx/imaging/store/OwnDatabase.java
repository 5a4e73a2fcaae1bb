package health.webqx.imaging.store;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A database of a test's own, where nobody else's requests leave anything. */
public class OwnDatabase implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("webqx.data-dir", "target/own-" + System.nanoTime());
    }

    @Override
    public void stop() {
        // the server ends with the application
    }
}
