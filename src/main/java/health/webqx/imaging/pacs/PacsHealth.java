package health.webqx.imaging.pacs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells at {@code /q/health} how it goes with each archive, by name, as its last calls went. The server is ready without
 * them: one that is away does not take down what all others hold.
 */
@Readiness
@ApplicationScoped
public class PacsHealth implements HealthCheck {
    private final Archives archives;

    PacsHealth(Archives archives) {
        this.archives = archives;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("archives").up();
        archives.list()
                .forEach(archive -> response.withData(
                        archive.name(), words(archive.condition().state())));
        return response.build();
    }

    private static String words(PacsCondition.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
