package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.store.postgres.EmbeddedPostgres;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailedStartTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().await().indefinitely();
    }

    @Test
    void givesTheFolderFreeForTheNextOne() throws Exception {
        Path dataDir = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "failed-start-");
        DatabaseConfig config = config(dataDir);
        Database database = new Database(vertx, config);
        database.begin(new StartupEvent());
        database.start(new StartupEvent());

        // What Quarkus does with the beans of a start that something else has let fail.
        database.close();

        try (EmbeddedPostgres next = EmbeddedPostgres.start(config.folder())) {
            assertThat(next.pid()).isPositive();
        }
    }

    @Test
    void endsWellWhereTheDatabaseItselfDidNotStart() throws Exception {
        Path noFolder = Files.createTempFile(Files.createDirectories(Path.of("target")), "failed-start-", ".file");
        Database database = new Database(vertx, config(noFolder));
        database.begin(new StartupEvent());

        assertThatThrownBy(() -> database.start(new StartupEvent())).isInstanceOf(Failure.class);
        database.close();
    }

    private static DatabaseConfig config(Path dataDir) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(DatabaseConfig.class)
                .withDefaultValue("webqx.data-dir", dataDir.toString())
                .withDefaultValue("webqx.database.embedded", "true")
                .withConverter(Duration.class, 200, new DurationConverter())
                .build()
                .getConfigMapping(DatabaseConfig.class);
    }
}
