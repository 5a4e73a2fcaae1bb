package health.webqx.imaging.store;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** A database of a test's own, where nobody else's requests leave anything. */
public class OwnDatabase implements QuarkusTestResourceLifecycleManager {
    private final Map<String, String> settings = new HashMap<>();

    /** @param more settings of the test */
    @Override
    public void init(Map<String, String> more) {
        settings.putAll(more);
    }

    @Override
    public Map<String, String> start() {
        settings.put("webqx.data-dir", "target/own-" + System.nanoTime());
        return settings;
    }

    @Override
    public void stop() {
        // the server ends with the application
    }
}
