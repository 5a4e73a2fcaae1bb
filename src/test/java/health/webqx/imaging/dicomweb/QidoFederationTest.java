package health.webqx.imaging.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two archives behind one service, of which one falls silent. */
@QuarkusTest
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = RecordingOrthanc.class, restrictToAnnotatedClass = true)
class QidoFederationTest {
    private static final String UIDS = "'0020000D'.Value.flatten()";
    private static final String BOTH =
            "/dicomweb/studies?StudyInstanceUID=" + RecordingOrthanc.STUDY + "," + StudyFolder.ANNA_CT;

    @BeforeEach
    void catalogued() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> backend().get(BOTH).jsonPath().getList(UIDS).size() == 2);
    }

    @AfterEach
    void answersAgain() {
        RecordingOrthanc.silent = false;
    }

    @Test
    void mergesWhatBothTell() {
        backend()
                .get(BOTH + "&includefield=BitsAllocated&StudyDate=20260101-")
                .then()
                .statusCode(200)
                .header("Warning", equalTo(null))
                .body(UIDS, hasItems(RecordingOrthanc.STUDY, StudyFolder.ANNA_CT))
                .body("'00280100'.Value.flatten()", hasItems(8, 16));
    }

    @Test
    void leavesOutAndNamesTheOneThatDoesNotAnswer() {
        RecordingOrthanc.silent = true;
        long before = System.nanoTime();
        backend()
                .get(BOTH + "&includefield=BitsAllocated")
                .then()
                .statusCode(200)
                .header("Warning", containsString("archive recording did not answer"))
                .body(UIDS, hasItems(RecordingOrthanc.STUDY, StudyFolder.ANNA_CT))
                .body("'00280100'.Value.flatten()", hasItem(16));
        backend().get("/dicomweb/studies?Rows=1-&BitsAllocated=16").then().statusCode(400);
        backend()
                .get(BOTH + "&BitsAllocated=16")
                .then()
                .statusCode(200)
                .header("Warning", containsString("recording"))
                .body(UIDS, not(hasItem(RecordingOrthanc.STUDY)))
                .body(UIDS, hasItem(StudyFolder.ANNA_CT));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        backend()
                .get(BOTH)
                .then()
                .statusCode(200)
                .header("Warning", equalTo(null))
                .body("", hasSize(2));
    }

    @Test
    void storesWhatTheOtherTakesAndTellsOfTheRest() {
        RecordingOrthanc.silent = true;
        byte[] more = StowRequest.instance(RecordingOrthanc.STUDY, 2, "WQX-1001", "CT");
        Response nothing = new StowRequest().with(more).send(backend(), "");
        nothing.then().statusCode(503).header("Retry-After", containsString("5"));
        assertThat(nothing.contentType()).contains("problem+json");

        String study = StowRequest.newStudy();
        new StowRequest()
                .with(more)
                .with(StowRequest.instance(study, 1, "WQX-1001", "CT"))
                .send(backend(), "")
                .then()
                .statusCode(202)
                .body("'00081198'.Value.'00081197'.Value.flatten()", equalTo(List.of(0xA700)))
                .body("'00081199'.Value", hasSize(1));
    }

    private static RequestSpecification backend() {
        return StowRequest.with("system/*.cruds", Map.of());
    }
}
