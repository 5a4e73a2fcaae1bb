package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.audit.AuditLog;
import health.webqx.imaging.store.ChainVerification.Report;
import health.webqx.imaging.store.chain.Break;
import health.webqx.imaging.store.chain.ChainWalk;
import health.webqx.imaging.store.chain.Checkpoint;
import health.webqx.imaging.store.chain.Mark;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is done to stored events behind the server's back, verification finds it, and where. */
@QuarkusTest
@QuarkusTestResource(value = OwnDatabase.class, restrictToAnnotatedClass = true)
class AuditChainTest {
    private static final List<String> TABLES = List.of("audit_link", "audit_mark", "resource", "resource_version");

    private final String run = UUID.randomUUID().toString();

    @Inject
    Database database;

    @Inject
    AuditLog audit;

    @Inject
    ChainVerification verification;

    @Inject
    ChainPurge purge;

    @BeforeEach
    void severalAreFoundTogether() {
        for (String name : List.of("a", "b", "c")) {
            String id = name + "-" + run;
            Sandbox.backend()
                    .body("{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}")
                    .put("/fhir/Patient/" + id)
                    .then()
                    .statusCode(201);
        }
        audit.settled().await().indefinitely();
        Sandbox.backend()
                .get("/fhir/Patient?_id=a-" + run + ",b-" + run + ",c-" + run)
                .then()
                .statusCode(200);
        audit.settled().await().indefinitely();
        TABLES.forEach(table -> sql("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table));
    }

    @AfterEach
    void isAsItWas() {
        audit.settled().await().indefinitely();
        for (String table : TABLES) {
            sql("DELETE FROM " + table);
            sql("INSERT INTO " + table + " SELECT * FROM kept_" + table);
            sql("DROP TABLE kept_" + table);
        }
        assertThat(verify().broken()).isEmpty();
    }

    @Test
    void findsNothingWhereNothingWasDone() {
        Report report = verify();

        assertThat(report.broken()).isEmpty();
        assertThat(report.events()).isEqualTo(count("SELECT count(*) FROM resource WHERE type = 'AuditEvent'"));
        assertThat(report.links()).isEqualTo(count("SELECT count(*) FROM audit_link"));
        assertThat(report.unchained()).isZero();
        assertThat(report.head().map(Mark::events)).contains(report.events());
    }

    @Test
    void findsWhatWasDoneToAnEvent() {
        long second = searched().get(1);
        String row = " WHERE sid = " + second;
        for (String done : List.of(
                "UPDATE resource SET body = convert_to(replace(convert_from(body, 'UTF8'), 'search-type', 'search-typo'), 'UTF8')"
                        + row,
                "UPDATE resource SET body = body || ' '::bytea" + row,
                "UPDATE resource SET version = 2" + row,
                "UPDATE resource SET deleted = true" + row,
                "UPDATE resource SET last_updated = last_updated - 1" + row,
                "UPDATE resource SET patients = '{}'" + row,
                "UPDATE resource SET id = 'another'" + row,
                "INSERT INTO resource_version SELECT sid, 0, last_updated, false, patients, 'x'::bytea FROM resource"
                        + row)) {
            assertThat(brokenBy(done)).as(done).satisfies(broken -> {
                assertThat(broken.place()).isIn("AuditEvent/" + id(second), "AuditEvent/another");
                assertThat(broken.what()).isEqualTo("it was changed");
            });
        }
    }

    @Test
    void findsWhatIsMissing() {
        List<Long> three = searched();
        for (long gone : three) {
            assertThat(brokenBy("DELETE FROM resource WHERE sid = " + gone).what())
                    .contains("missing");
        }
        assertThat(brokenBy("UPDATE resource SET type = 'Basic' WHERE sid = " + three.get(2)))
                .satisfies(broken -> assertThat(broken.place()).isEqualTo("after AuditEvent/" + id(three.get(1))));
        assertThat(brokenBy("DELETE FROM resource WHERE type = 'AuditEvent'").what())
                .contains("missing");
    }

    @Test
    void findsWhatWasInsertedAndWhatWasMoved() {
        List<Long> three = searched();
        String copy = "INSERT INTO resource SELECT %s, type, 'forged', version, last_updated, deleted, patients, body"
                + " FROM resource WHERE sid = " + three.get(0);
        for (String sid : List.of(
                Long.toString(three.get(0) - 1000),
                "(SELECT max(sid) + 1 FROM resource)",
                "(SELECT min(sid) - 1 FROM resource WHERE type = 'AuditEvent' AND sid > 1)")) {
            sql("DELETE FROM resource WHERE sid = " + sid + " AND type <> 'AuditEvent'");
            assertThat(brokenBy(copy.formatted(sid))).isNotNull();
        }
        String swap =
                """
                UPDATE resource r SET body = o.body, id = o.id || '-', patients = o.patients,
                    last_updated = o.last_updated FROM resource o
                WHERE (r.sid, o.sid) IN ((%1$d, %2$d), (%2$d, %1$d))
                """
                        .formatted(three.get(0), three.get(1));
        assertThat(brokenBy(swap, "UPDATE resource SET id = left(id, -1) WHERE id LIKE '%-'")
                        .what())
                .isEqualTo("it was moved");
    }

    @Test
    void findsWhatWasDoneToTheChain() {
        long last = count("SELECT max(number) FROM audit_link");
        for (String done : List.of(
                "UPDATE audit_link SET hash = sha256(hash) WHERE number = " + (last - 1),
                "UPDATE audit_link SET events = events + 1 WHERE number = " + (last - 1),
                "UPDATE audit_link SET latest = latest - 1 WHERE number = " + (last - 1),
                "UPDATE audit_link SET marks = marks || marks WHERE number = " + (last - 1),
                "UPDATE audit_link SET key = 'other' WHERE number = " + (last - 1),
                "UPDATE audit_link SET first_sid = first_sid - 1 WHERE number = " + (last - 1),
                "DELETE FROM audit_link WHERE number = " + (last - 1),
                "INSERT INTO audit_link SELECT -5, first_sid, last_sid, events, latest, marks, key, hash FROM audit_link LIMIT 1",
                "DELETE FROM audit_mark WHERE name = 'head'",
                "DELETE FROM audit_mark WHERE name = 'anchor'",
                "UPDATE audit_mark SET number = number - 1 WHERE name = 'head'",
                "UPDATE audit_mark SET events = events - 1",
                "UPDATE audit_mark SET mac = sha256(mac) WHERE name = 'anchor'")) {
            assertThat(brokenBy(done)).as(done).isNotNull();
        }
    }

    @Test
    void findsThatTheEndWasCutOff() {
        String sid = "(SELECT first_sid FROM audit_link ORDER BY number DESC LIMIT 1)";

        assertThat(brokenBy(
                                "DELETE FROM resource WHERE type = 'AuditEvent' AND sid >= " + sid,
                                "DELETE FROM audit_link WHERE first_sid >= " + sid)
                        .what())
                .contains("links are missing");
    }

    @Test
    void doesNotMendWhatItGoesOnBehind() {
        sql("DELETE FROM audit_mark WHERE name = 'head'");
        Sandbox.backend().get("/fhir/Patient/a-" + run).then().statusCode(200);
        audit.settled().await().indefinitely();
        assertThat(verify().broken()).map(Break::what).hasValueSatisfying(what -> assertThat(what)
                .contains("links are missing"));
    }

    @Test
    void knowsByACheckpointThatTheDatabaseIsAnOlderOne() {
        Mark then = verify().head().orElseThrow();
        Checkpoint checkpoint = new Checkpoint(then.number(), ChainWalk.hex(then.hash()));
        assertThat(verification
                        .verify(Optional.of(checkpoint))
                        .await()
                        .indefinitely()
                        .broken())
                .isEmpty();
        assertThat(verification
                        .verify(Optional.of(new Checkpoint(then.number(), "00".repeat(32))))
                        .await()
                        .indefinitely()
                        .broken())
                .isPresent();
        assertThat(verification
                        .verify(Optional.of(new Checkpoint(then.number() + 1, checkpoint.hash())))
                        .await()
                        .indefinitely()
                        .broken())
                .isPresent();
    }

    @Test
    void canBeVerifiedWhenOldEventsAreGone() {
        long all = verify().events();
        long third = count("SELECT latest FROM audit_link WHERE events = 3 ORDER BY number DESC LIMIT 1");
        List<Long> three = searched();
        int purged = purge(Instant.ofEpochMilli(third));
        assertThat(purged).isPositive();
        assertThat(verify()).satisfies(report -> {
            assertThat(report.broken()).isEmpty();
            assertThat(report.purged()).isEqualTo(purged);
            assertThat(report.events()).isEqualTo(all - purged);
        });
        assertThat(purge(Instant.now().plusSeconds(5))).isEqualTo((int) all - purged);
        assertThat(purge(Instant.now().plusSeconds(5))).isZero();
        assertThat(verify().broken()).isEmpty();
        for (String table : List.of("resource", "date_index", "reference_index", "token_index")) {
            assertThat(count("SELECT count(*) FROM " + table + " WHERE sid = " + three.get(1)))
                    .as(table)
                    .isZero();
        }
        Sandbox.backend().get("/fhir/Patient/a-" + run).then().statusCode(200);
        audit.settled().await().indefinitely();
        assertThat(verify().broken()).isEmpty();
        sql("INSERT INTO resource SELECT * FROM kept_resource WHERE sid = " + three.get(1));
        assertThat(verify().broken()).map(Break::what).contains("events were inserted");
    }

    @Test
    void keepsWhatIsNotAsItWasStored() {
        sql("UPDATE resource SET version = 2 WHERE sid = " + searched().get(1));
        int purged = purge(Instant.now().plusSeconds(5));
        assertThat(count("SELECT count(*) FROM resource WHERE type = 'AuditEvent' AND sid = "
                        + searched().get(1)))
                .isEqualTo(1);
        assertThat(purged).isZero();
    }

    private int purge(Instant before) {
        int all = 0;
        for (int some = -1; some != 0; all += some) {
            some = purge.purge(before).await().indefinitely();
        }
        return all;
    }

    @Test
    void tellsWhoMayKnowWhetherAllIsThere() {
        Sandbox.backend()
                .get("/fhir/AuditEvent/$verify")
                .then()
                .statusCode(200)
                .body("parameter.find { it.name == 'valid' }.valueBoolean", equalTo(true))
                .body("parameter.find { it.name == 'events' }.valueDecimal", greaterThan(5))
                .body("parameter.find { it.name == 'outcome' }.resource.issue[0].severity", equalTo("information"));
        sql("DELETE FROM resource WHERE sid = " + searched().get(1));
        Response broken = Sandbox.backend().get("/fhir/AuditEvent/$verify");
        broken.then()
                .statusCode(200)
                .body("parameter.find { it.name == 'valid' }.valueBoolean", equalTo(false))
                .body(
                        "parameter.find { it.name == 'outcome' }.resource.issue[0].diagnostics",
                        containsString("AuditEvent/" + id(searched().get(1))));
        Sandbox.backend()
                .get("/fhir/AuditEvent?entity=AuditEvent&subtype=operation&_count=1")
                .then()
                .statusCode(200);
    }

    @Test
    void tellsNobodyElse() {
        for (Map<String, String> caller : List.of(
                Map.of("scope", "system/Patient.rs"),
                Map.of("scope", "system/AuditEvent.r"),
                Map.of("scope", "system/AuditEvent.rs?outcome=0"),
                Map.of("scope", "user/*.cruds", "fhirUser", "Practitioner/lena-moreau"),
                Map.of("scope", "patient/*.cruds", "patient", "a-" + run))) {
            Map<String, String> context = new java.util.HashMap<>(caller);
            String scope = context.remove("scope");
            Sandbox.with(scope, context).get("/fhir/AuditEvent/$verify").then().statusCode(403);
        }
        for (String wrong : List.of("number=1", "hash=00", "number=x&hash=" + "0".repeat(64), "number=1&hash=zz")) {
            Sandbox.backend().get("/fhir/AuditEvent/$verify?" + wrong).then().statusCode(400);
        }
    }

    /** Numbers of the events of the search, which are of one link. */
    private List<Long> searched() {
        return java.util.stream.StreamSupport.stream(
                        database.pool()
                                .preparedQuery(
                                        "SELECT sid FROM resource WHERE type = 'AuditEvent' AND sid BETWEEN"
                                                + " (SELECT first_sid FROM audit_link WHERE events = 3 ORDER BY number DESC LIMIT 1) AND"
                                                + " (SELECT last_sid FROM audit_link WHERE events = 3 ORDER BY number DESC LIMIT 1) ORDER BY sid")
                                .execute()
                                .await()
                                .indefinitely()
                                .spliterator(),
                        false)
                .map(row -> row.getLong(0))
                .toList();
    }

    private String id(long sid) {
        return database.pool()
                .preparedQuery("SELECT id FROM kept_resource WHERE sid = $1")
                .execute(Tuple.of(sid))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
    }

    private Break brokenBy(String... tampering) {
        List.of(tampering).forEach(this::sql);
        Break broken = verify().broken().orElse(null);
        for (String table : TABLES) {
            sql("DELETE FROM " + table);
            sql("INSERT INTO " + table + " SELECT * FROM kept_" + table);
        }
        return broken;
    }

    private Report verify() {
        return verification.verify(Optional.empty()).await().indefinitely();
    }

    private void sql(String text) {
        database.pool().query(text).execute().await().indefinitely();
    }

    private long count(String text) {
        return database.pool()
                .query(text)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
