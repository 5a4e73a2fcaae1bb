package health.webqx.imaging.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** AuditEvents that are older than the setting says go by themselves, and those that are left can be verified. */
@QuarkusTest
@TestProfile(RetentionTest.ShortMemory.class)
class RetentionTest {
    /** Two seconds instead of years. */
    public static class ShortMemory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "webqx.data-dir",
                    "target/retention-" + System.nanoTime(),
                    "webqx.audit.retention",
                    "2s",
                    "webqx.audit.retention-interval",
                    "300ms");
        }
    }

    @Test
    void eventsGoWhenTheirTimeIsOver() {
        Sandbox.backend().get("/fhir/Patient/nobody-looked-for").then().statusCode(404);
        String event = Sandbox.backend()
                .get("/fhir/AuditEvent?entity=Patient/nobody-looked-for")
                .path("entry[0].resource.id");
        assertThat(event).isNotNull();

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Sandbox.backend().get("/fhir/AuditEvent/" + event).statusCode() == 404);

        Sandbox.with("system/AuditEvent.rs", Map.of())
                .get("/fhir/AuditEvent/$verify")
                .then()
                .statusCode(200)
                .body("parameter.find { it.name == 'valid' }.valueBoolean", equalTo(true));
    }
}
