package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads what was read before gets what is there now, if it is the reader's still, and is recorded as the first was. */
@QuarkusTest
class FhirReadAgainTest {
    private final String run = UUID.randomUUID().toString();

    @Test
    void givesTheVersionThatIsThereNow() {
        String patient = patient("changing");
        for (String gender : new String[] {"female", "male"}) {
            put(patient, "{'resourceType':'Patient','id':'%s','gender':'%s'}".formatted(idOf(patient), gender));
            readTimes(3, Sandbox.backend(), patient, 200);
            Sandbox.backend().get("/fhir/" + patient).then().body("gender", equalTo(gender));
        }

        Sandbox.backend().delete("/fhir/" + patient).then().statusCode(204);

        readTimes(2, Sandbox.backend(), patient, 410);
    }

    @Test
    void isNothingForWhomItIsNoLonger() {
        String before = patient("before");
        String after = patient("after");
        String observation = "Observation/o-" + run;
        put(observation, observationOf(before));
        readTimes(3, Sandbox.patient(idOf(before)), observation, 200);
        readTimes(2, Sandbox.patient(idOf(after)), observation, 404);

        put(observation, observationOf(after));

        readTimes(2, Sandbox.patient(idOf(before)), observation, 404);
        readTimes(2, Sandbox.patient(idOf(after)), observation, 200);
    }

    @Test
    void isRefusedToATokenWithoutTheScope() {
        String patient = patient("scoped");
        readTimes(2, Sandbox.backend(), patient, 200);

        readTimes(2, Sandbox.with("system/Observation.rs", Map.of()), patient, 403);
    }

    /** What it held is not known any more, and may have been what kept it out of reach. */
    @Test
    void isNotSaidToBeGoneToWhomItsContentKeptItFrom() {
        String observation = "Observation/o-" + run;
        put(observation, observationOf(patient("content")));
        RequestSpecification limited = Sandbox.with("system/Observation.rs?status:not=final", Map.of());
        readTimes(2, limited, observation, 404);
        Sandbox.backend().delete("/fhir/" + observation).then().statusCode(204);

        readTimes(2, limited, observation, 404);
        readTimes(2, Sandbox.backend(), observation, 410);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void isRecordedEachTime(int times) {
        String patient = patient("recorded-" + times);
        readTimes(times, Sandbox.backend(), patient, 200);

        assertThat(recorded(patient)).isEqualTo(times);
    }

    @Test
    void isRecordedOnceWhereItHadChanged() {
        String patient = patient("moving");
        for (int i = 0; i < 5; i++) {
            readTimes(2, Sandbox.backend(), patient, 200);
            put(patient, "{'resourceType':'Patient','id':'%s','active':true}".formatted(idOf(patient)));
        }

        assertThat(recorded(patient)).isEqualTo(10);
    }

    private static int recorded(String patient) {
        return Sandbox.backend()
                .get("/fhir/AuditEvent?_summary=count&subtype=read&entity=" + patient)
                .jsonPath()
                .getInt("total");
    }

    private static void readTimes(int times, RequestSpecification caller, String resource, int status) {
        for (int i = 0; i < times; i++) {
            caller.get("/fhir/" + resource).then().statusCode(status);
        }
    }

    private String patient(String name) {
        String patient = "Patient/" + name + "-" + run;
        put(patient, "{'resourceType':'Patient','id':'%s'}".formatted(idOf(patient)));
        return patient;
    }

    private String observationOf(String patient) {
        return "{'resourceType':'Observation','id':'o-%s','status':'final','code':{'text':'x'},'subject':{'reference':'%s'}}"
                .formatted(run, patient);
    }

    private static void put(String resource, String content) {
        int status = Sandbox.backend()
                .body(content.replace('\'', '"'))
                .put("/fhir/" + resource)
                .statusCode();
        assertThat(status).isBetween(200, 201);
    }

    private static String idOf(String reference) {
        return reference.substring(reference.indexOf('/') + 1);
    }
}
