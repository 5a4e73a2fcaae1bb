package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A read does not wait for what others do with the database, and lives on when its connections are cut. */
@QuarkusTest
@QuarkusTestResource(
        value = OwnDatabase.class,
        initArgs = @ResourceArg(name = "webqx.database.statement-timeout", value = "2s"),
        restrictToAnnotatedClass = true)
class BusyDatabaseTest {
    private static final String ANNA = "/fhir/Patient/anna";
    private static final String OTHERS =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'";

    @Inject
    Database database;

    @Inject
    DatabaseConfig config;

    @BeforeEach
    void aPatient() {
        assertThat(Sandbox.backend()
                        .body("{\"resourceType\":\"Patient\",\"id\":\"anna\"}")
                        .put(ANNA)
                        .statusCode())
                .isBetween(200, 201);
    }

    /** Who asks the pool now comes after these, whether they have a connection already or wait for one. */
    @Test
    void isReadAndNotedThoughEveryConnectionOfThePoolIsTaken() {
        List<CompletableFuture<SqlConnection>> taken = Stream.generate(
                        () -> database.pool().getConnection().subscribeAsCompletionStage())
                .limit(config.maxConnections())
                .toList();

        int status = Sandbox.backend().get(ANNA).statusCode();

        taken.forEach(connection -> connection.thenAccept(SqlConnection::closeAndForget));
        assertThat(status).isEqualTo(200);
    }

    @Test
    void whatTakesTooLongIsGivenUpAndDoneLater() {
        SqlConnection other = database.pool().getConnection().await().indefinitely();
        other.query("BEGIN").execute().await().indefinitely();
        other.query("LOCK TABLE resource").execute().await().indefinitely();
        Response read = Sandbox.backend().get(ANNA);
        Response written = Sandbox.backend()
                .body("{\"resourceType\":\"Patient\",\"id\":\"anna\",\"active\":true}")
                .put(ANNA);
        other.query("ROLLBACK").execute().await().indefinitely();
        other.closeAndForget();

        for (Response answer : List.of(read, written)) {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.jsonPath().getString("issue[0].code")).isEqualTo("too-costly");
        }
        Response after = Sandbox.backend().get(ANNA);
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.jsonPath().getString("active")).isNull();
    }

    @Test
    void isReadAgainSoonAfterTheServerCutAllConnections() throws InterruptedException {
        database.pool().query(OTHERS).execute().await().indefinitely();

        List<Integer> answers = new ArrayList<>();
        while (answers.size() < 50 && !answers.contains(200)) {
            answers.add(Sandbox.backend().get(ANNA).statusCode());
            Thread.sleep(100);
        }

        assertThat(answers).endsWith(200).isSubsetOf(200, 503);
    }
}
