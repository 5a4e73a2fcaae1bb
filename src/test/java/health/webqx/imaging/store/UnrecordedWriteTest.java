package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.audit.AuditLog;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** While the journal takes nothing, nothing is written and nothing is told. */
@QuarkusTest
@QuarkusTestResource(value = OwnDatabase.class, restrictToAnnotatedClass = true)
class UnrecordedWriteTest {
    private static final String ANNA = "/fhir/Patient/anna";
    private static final String BY_ID = "/fhir/Patient?_id=anna";
    private static final String FEMALE = "{\"resourceType\":\"Patient\",\"id\":\"anna\",\"gender\":\"female\"}";
    private static final String SUBSCRIPTION =
            """
            {"resourceType":"Subscription","status":"requested","reason":"test",
             "criteria":"https://webqx.health/fhir/SubscriptionTopic/imaging-study",
             "channel":{"type":"websocket","payload":"application/fhir+json","_payload":{"extension":[{"url":
             "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content",
             "valueCode":"empty"}]}}}""";
    private static final String REASON =
            """
            {"resourceType":"Parameters","parameter":[{"name":"reason","valueString":"unconscious"}]}""";
    private static final String BORN = "[{\"op\":\"add\",\"path\":\"/birthDate\",\"value\":\"1970-01-01\"}]";

    @Inject
    Database database;

    @Inject
    AuditLog audit;

    @BeforeEach
    void aPatientAndAClosedJournal() {
        Sandbox.backend().body(patient("anna")).put(ANNA);
        audit.settled().await().indefinitely();
        row("ALTER TABLE journal ADD CONSTRAINT closed CHECK (false)");
    }

    @AfterEach
    void theJournalIsOpenAgain() {
        row("ALTER TABLE journal DROP CONSTRAINT IF EXISTS closed");
    }

    static Stream<Arguments> writes() {
        return Stream.of(
                write("create", as -> as.body(patient("x")).post("/fhir/Patient")),
                write("create of a Subscription", as -> as.body(SUBSCRIPTION).post("/fhir/Subscription")),
                write("conditional create", as -> as.header("If-None-Exist", "identifier=none")
                        .body(patient("x"))
                        .post("/fhir/Patient")),
                write("update", as -> as.body(FEMALE).put(ANNA)),
                write("update that creates", as -> as.body(patient("ben")).put("/fhir/Patient/ben")),
                write("conditional update", as -> as.body(FEMALE).put(BY_ID)),
                write("patch", as -> patch(as).patch(ANNA)),
                write("conditional patch", as -> patch(as).patch(BY_ID)),
                write("delete", as -> as.delete(ANNA)),
                write("conditional delete", as -> as.delete(BY_ID)),
                write("breaking the glass", as -> staff().body(REASON).post(ANNA + "/$break-glass")),
                write("transaction", as -> as.body(bundle("transaction")).post("/fhir")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void isNotDone(String name, Function<RequestSpecification, Response> write) {
        Row before = stored();

        write.apply(Sandbox.backend()).then().statusCode(503).body("resourceType", equalTo("OperationOutcome"));

        assertThat(stored().deepToString()).isEqualTo(before.deepToString());
        row("ALTER TABLE journal DROP CONSTRAINT closed");
        assertThat(write.apply(Sandbox.backend()).statusCode()).isBetween(200, 204);
        assertThat(stored().deepToString()).isNotEqualTo(before.deepToString());
    }

    @Test
    void isNotDoneInABatch() {
        Row before = stored();

        Sandbox.backend()
                .body(bundle("batch"))
                .post("/fhir")
                .then()
                .body("entry.response.status", equalTo(List.of("503 Service Unavailable")));

        assertThat(stored().deepToString()).isEqualTo(before.deepToString());
    }

    @Test
    void isNotTold() {
        Sandbox.backend().get(ANNA).then().statusCode(503).body("resourceType", equalTo("OperationOutcome"));
    }

    private static Arguments write(String name, Function<RequestSpecification, Response> write) {
        return arguments(name, write);
    }

    private static RequestSpecification staff() {
        return Sandbox.with("user/*.cruds", Map.of("fhirUser", "Practitioner/lena-moreau"));
    }

    private static RequestSpecification patch(RequestSpecification as) {
        return as.contentType("application/json-patch+json").body(BORN);
    }

    private static String patient(String id) {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}";
    }

    private static String bundle(String type) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[{\"resource\":" + patient("x")
                + ",\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}]}";
    }

    /** Nobody else writes these meanwhile; a Subscription's next version is the server's own, once it greets it. */
    private Row stored() {
        return row("SELECT count(*), sum(r.version), bool_or(r.deleted), (SELECT count(*) FROM emergency),"
                + " (SELECT count(*) FROM resource WHERE type = 'Subscription')"
                + " FROM resource r WHERE r.type = 'Patient'");
    }

    private Row row(String text) {
        var rows = database.pool().query(text).execute().await().indefinitely().iterator();
        return rows.hasNext() ? rows.next() : null;
    }
}
