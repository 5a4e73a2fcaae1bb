package health.webqx.imaging.dicomweb;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** QIDO-RS as clients use it: what the catalogue answers, what archives are asked for, and how pages and forms come out. */
@QuarkusTest
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class QidoTest {
    private static final String ANNA = "/dicomweb/studies/" + StudyFolder.ANNA_CT;
    private static final String UIDS = "'0020000D'.Value.flatten()";

    @BeforeEach
    void catalogued() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> staff().get("/dicomweb/studies")
                                .jsonPath()
                                .getList(UIDS)
                                .size()
                        >= 4);
    }

    @Test
    void searchesAllLevelsByEveryNameOfAKey() {
        for (String key : List.of("StudyInstanceUID", "0020000D", "0020000d")) {
            for (String level : List.of("studies", "series")) {
                search(level + "?" + key + "=" + StudyFolder.ANNA_CT)
                        .then()
                        .statusCode(200)
                        .body(UIDS, equalTo(List.of(StudyFolder.ANNA_CT)));
            }
        }
        search("instances?SOPInstanceUID=" + StudyFolder.ANNA_CT + ".1.2")
                .then()
                .body("'00080018'.Value.flatten()", equalTo(List.of(StudyFolder.ANNA_CT + ".1.2")));
        search("studies?StudyInstanceUID=" + StudyFolder.ANNA_CT + "," + StudyFolder.BEN_MR)
                .then()
                .body("", hasSize(2));
        search("studies?StudyInstanceUID=" + StudyFolder.ANNA_CT + "%5C" + StudyFolder.BEN_MR)
                .then()
                .body("", hasSize(2));
        search("studies?StudyDate=19000101-19001231").then().statusCode(200).body("", hasSize(0));
    }

    @Test
    void findsAStudyByWhatItsSeriesAreAndAreNot() {
        search("studies?Modality=MR").then().body(UIDS, hasItem(StudyFolder.BEN_MR));
        search("studies?Modality=MR").then().body(UIDS, not(hasItem(StudyFolder.ANNA_CT)));
        search("studies?SeriesInstanceUID=" + StudyFolder.ANNA_CT + ".1")
                .then()
                .body(UIDS, equalTo(List.of(StudyFolder.ANNA_CT)));
        search("studies?BodyPartExamined=NOSUCHPART").then().body("", hasSize(0));
    }

    @Test
    void asksArchivesForWhatTheCatalogueDoesNotHold() {
        search("studies?StudyTime=1015&StudyInstanceUID=" + StudyFolder.ANNA_CT)
                .then()
                .statusCode(200)
                .body("[0].'00080030'.Value[0]", startsWith("1015"));
        search("studies?StudyTime=1100-1200").then().statusCode(200).body("", hasSize(0));
        search("studies?includefield=StudyTime&includefield=00081030,PatientAge&StudyInstanceUID="
                        + StudyFolder.ANNA_CT)
                .then()
                .body("[0].'00080030'.Value[0]", startsWith("1015"));
        search("instances?Rows=64&StudyInstanceUID=" + StudyFolder.ANNA_CT)
                .then()
                .body("", hasSize(StudyFolder.CT_SLICES))
                .body("[0].'00280010'.Value[0]", equalTo(64));
        search("instances?Rows=65").then().body("", hasSize(0));
        search("studies?includefield=all&StudyInstanceUID=" + StudyFolder.ANNA_CT)
                .then()
                .body("[0].'00080030'.Value[0]", startsWith("1015"))
                .body("[0].'00081190'.Value[0]", containsString("/dicomweb/studies/"));
    }

    @Test
    void tellsOfInstancesWhatTheStandardRequires() {
        staff().get(ANNA + "/instances")
                .then()
                .body("'00280010'.Value.flatten()", equalTo(List.of(64, 64, 64)))
                .body("'00280100'.Value.flatten()", equalTo(List.of(16, 16, 16)));
    }

    @Test
    void findsNothingOfOthersByWhatArchivesKnow() {
        RequestSpecification anna = Sandbox.with("patient/*.rs", Map.of("patient", "anna-keller"));
        anna.get("/dicomweb/studies?StudyTime=1015-1016&includefield=all")
                .then()
                .statusCode(200)
                .body(UIDS, equalTo(List.of(StudyFolder.ANNA_CT)));
        Sandbox.with("patient/*.rs", Map.of("patient", "anna-keller"))
                .get("/dicomweb/studies/" + StudyFolder.BEN_MR + "/instances?Rows=64")
                .then()
                .body("", hasSize(0));
    }

    @Test
    void pagesWithoutGapsAndAlwaysAlike() {
        for (String query : List.of("instances?", "instances?Rows=64&", "series?", "studies?")) {
            List<String> all = rows(search(query + "limit=500"));
            List<String> paged = new ArrayList<>();
            for (int offset = 0; offset <= all.size(); offset += 2) {
                Response page = search(query + "limit=2&offset=" + offset);
                paged.addAll(rows(page));
                assertThat(page.headers().getValues("Warning").stream().anyMatch(text -> text.contains("exceeded")))
                        .isEqualTo(offset + 2 < all.size());
            }
            assertThat(paged).isEqualTo(all).doesNotHaveDuplicates();
            assertThat(rows(search(query + "limit=500"))).isEqualTo(all);
        }
    }

    private static List<String> rows(Response answer) {
        return answer.then().statusCode(200).extract().jsonPath().getList("'00081190'.Value.flatten()");
    }

    @Test
    void saysWhatItDoesNotDo() {
        search("studies?fuzzymatching=true")
                .then()
                .statusCode(200)
                .header("Warning", containsString("Only literal matching has been performed."));
        for (String wrong : List.of(
                "colour=red",
                "StudyDate=yesterday",
                "StudyInstanceUID=x",
                "limit=-1",
                "limit=1&limit=2",
                "offset=a",
                "fuzzymatching=perhaps",
                "PatientID=1&00100020=2",
                "includefield=colour")) {
            search("studies?" + wrong)
                    .then()
                    .statusCode(400)
                    .header("Content-Type", containsString("application/problem+json"));
        }
    }

    @Test
    void answersInTheFormThatIsAskedFor() {
        for (String accept :
                List.of("application/dicom+json", "application/json", "*/*", "text/html;q=0.1, */*;q=0.2")) {
            staff().header("Accept", accept)
                    .get("/dicomweb/studies")
                    .then()
                    .statusCode(200)
                    .header("Content-Type", startsWith("application/dicom+json"));
        }
        for (String path : List.of("/dicomweb/studies", ANNA + "/metadata")) {
            Response xml = staff().header("Accept", "multipart/related; type=application/dicom+xml")
                    .get(path);
            assertThat(xml.contentType()).contains("multipart/related; type=\"application/dicom+xml\"");
            assertThat(xml.asString())
                    .contains("<NativeDicomModel")
                    .contains("Keller")
                    .endsWith("--\r\n");
        }
        staff().header("Accept", "text/html").get("/dicomweb/studies").then().statusCode(406);
        for (String accept : List.of("application/dicom%2Bjson", "application/dicom+json")) {
            staff().urlEncodingEnabled(false)
                    .header("Accept", "text/html")
                    .get("/dicomweb/studies?accept=" + accept)
                    .then()
                    .statusCode(200);
        }
        staff().header("Accept-Encoding", "gzip")
                .get("/dicomweb/studies")
                .then()
                .header("Content-Encoding", equalTo("gzip"));
        staff().head("/dicomweb/studies")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("application/dicom+json"));
        given().get("/dicomweb/studies").then().statusCode(401);
    }

    private static Response search(String query) {
        return staff().urlEncodingEnabled(false).get("/dicomweb/" + query);
    }

    private static RequestSpecification staff() {
        return Sandbox.with("user/*.rs", Map.of("fhirUser", "Practitioner/lena-moreau"));
    }
}
