package health.webqx.imaging.http;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** Refuses to start a production server that lacks a setting it cannot do without, naming all that are missing. */
@ApplicationScoped
public class ProductionSettings {
    void check(@Observes @Priority(1) StartupEvent event, Config config) {
        if (LaunchMode.current() != LaunchMode.NORMAL || ConfigUtils.isProfileActive("demo")) {
            return;
        }
        List<String> missing = new ArrayList<>();
        for (String name : List.of("webqx.base-url", "webqx.database.url")) {
            if (config.getOptionalValue(name, String.class).isEmpty()) {
                missing.add(name);
            }
        }
        if (StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .noneMatch(name -> name.matches("webqx\\.auth\\.issuers\\..+\\.url"))) {
            missing.add("webqx.auth.issuers.<name>.url");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("These settings are missing: " + String.join(", ", missing)
                    + ". To try the server without any, start it with -Dquarkus.profile=demo.");
        }
    }
}
