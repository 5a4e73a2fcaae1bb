package health.webqx.imaging.store;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the database answers: without it nothing can be decided, so nothing can be served. */
@Readiness
@ApplicationScoped
public class DatabaseHealth implements AsyncHealthCheck {
    private final Database database;

    DatabaseHealth(Database database) {
        this.database = database;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .deferred(() -> database.pool().query("SELECT 1").execute())
                .map(rows -> HealthCheckResponse.up("database"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("database"));
    }
}
