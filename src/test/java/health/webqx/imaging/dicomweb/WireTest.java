package health.webqx.imaging.dicomweb;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of PS3.18 that every route has in common: forms, capabilities, ranges, errors, CORS. */
@QuarkusTest
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class WireTest {
    private static final String STUDY = "/dicomweb/studies/" + StudyFolder.ANNA_CT;
    private static final String SERIES = STUDY + "/series/" + StudyFolder.ANNA_CT + ".1";
    private static final String INSTANCE = SERIES + "/instances/" + StudyFolder.ANNA_CT + ".1.1";
    private static final String BULK = INSTANCE + "/bulkdata/7FE00010";
    private static final String DICOM = "multipart/related; type=\"application/dicom\"";
    private static final String OCTETS = "multipart/related; type=\"application/octet-stream\"";

    @BeforeEach
    void catalogued() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> staff().get(STUDY + "/metadata").statusCode() == 200);
    }

    /** Address, Accept, status, Content-Type that the answer begins with. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/studies | */* | 200 | application/dicom+json",
                "/series | application/json | 200 | application/dicom+json",
                "/instances | multipart/related; type=application/dicom+xml | 200 | multipart/related; type=\"application/dicom+xml\"",
                "{study}/series | application/dicom+json | 200 | application/dicom+json",
                "{study}/instances | application/dicom+json; q=0.5, image/png | 200 | application/dicom+json",
                "{series}/instances | application/dicom+json | 200 | application/dicom+json",
                "{study} | */* | 200 | multipart/related; type=\"application/dicom\"",
                "{study} | multipart/related; type=application/dicom; transfer-syntax=* | 200 | multipart/related; type=\"application/dicom\"",
                "{study} | application/dicom | 406 | application/problem+json",
                "{series} | multipart/related | 200 | multipart/related; type=\"application/dicom\"",
                "{instance} | application/dicom | 200 | application/dicom",
                "{instance} | application/dicom; transfer-syntax=1.2.3 | 406 | application/problem+json",
                "{instance} | text/plain | 406 | application/problem+json",
                "{instance} | application/dicom;q=0 | 406 | application/problem+json",
                "{study}/metadata | */* | 200 | application/dicom+json",
                "{series}/metadata | application/dicom+xml, application/json;q=0.1 | 200 | multipart/related; type=\"application/dicom+xml\"",
                "{instance}/metadata | image/jpeg | 406 | application/problem+json",
                "{instance}/frames/1 | */* | 200 | multipart/related; type=\"application/octet-stream\"",
                "{instance}/frames/1 | application/octet-stream | 200 | application/octet-stream",
                "{instance}/frames/1,1 | application/octet-stream | 406 | application/problem+json",
                "{instance}/frames/0 | */* | 400 | application/problem+json",
                "{instance}/frames/2 | */* | 404 | application/problem+json",
                "{instance}/bulkdata/7FE00010 | application/octet-stream | 200 | application/octet-stream",
                "{instance}/bulkdata/7FE | application/octet-stream | 400 | application/problem+json",
                "{study}/pixeldata | */* | 200 | multipart/related; type=\"application/octet-stream\"",
                "{series}/pixeldata | multipart/related; type=application/octet-stream | 200 | multipart/related",
                "{instance}/pixeldata | image/png | 406 | application/problem+json",
                "{instance}/rendered | */* | 200 | image/jpeg",
                "{instance}/rendered | image/png;q=0.5, image/gif | 200 | image/gif",
                "{instance}/rendered?viewport=x | */* | 400 | application/problem+json",
                "{instance}/rendered | video/mp4 | 406 | application/problem+json",
                "{study}/thumbnail | image/png | 200 | image/png",
                "{series}/thumbnail | */* | 200 | image/jpeg",
                "{instance}/frames/1/rendered | image/jpeg | 200 | image/jpeg",
                "{instance}/frames/1/thumbnail | image/jpeg | 200 | image/jpeg",
                "{study}/nothing | */* | 404 | application/problem+json",
                "/nothing | */* | 404 | application/problem+json",
                "/studies/1.2.3.4.5 | */* | 404 | application/problem+json",
                "/studies/x | */* | 400 | application/problem+json",
                "/studies/.. | */* | 404 | application/problem+json",
                "/studies/.1 | */* | 400 | application/problem+json"
            })
    void answersEachResourceInTheFormThatIsAskedFor(String path, String accept, int status, String type) {
        String address = (path.startsWith("/") ? "/dicomweb" + path : path)
                .replace("{study}", STUDY)
                .replace("{series}", SERIES)
                .replace("{instance}", INSTANCE);
        Response got = staff().urlEncodingEnabled(false).accept(accept).get(address);
        assertThat(got.statusCode()).isEqualTo(status);
        assertThat(got.contentType()).startsWith(type);
        Response head = staff().urlEncodingEnabled(false).accept(accept).head(address);
        assertThat(head.statusCode()).isEqualTo(status);
        assertThat(head.contentType()).startsWith(type);
        assertThat(head.asByteArray()).isEmpty();
    }

    @Test
    void letsTheQueryGoBeforeTheHeader() {
        staff().accept("text/html")
                .queryParam("accept", "image/png")
                .get(INSTANCE + "/rendered")
                .then()
                .statusCode(200)
                .contentType("image/png");
        staff().accept("*/*")
                .queryParam("accept", "text/html")
                .get("/dicomweb/studies")
                .then()
                .statusCode(406);
    }

    @Test
    void namesTheTransferSyntaxOutsideOfTheQuotedType() {
        for (String path : List.of(STUDY, INSTANCE + "/frames/1", INSTANCE + "/pixeldata")) {
            String type = path.equals(STUDY) ? "application/dicom" : "application/octet-stream";
            assertThat(staff().accept(path.equals(STUDY) ? DICOM : OCTETS)
                            .get(path)
                            .asString())
                    .contains("Content-Type: " + type + "; transfer-syntax=1.2.840.10008.1.2.1\r\n")
                    .contains("Content-Location: http");
        }
    }

    @Test
    void givesRangesOfBulkData() {
        byte[] all = staff().accept("application/octet-stream").get(BULK).asByteArray();
        assertThat(all).hasSize(64 * 64 * 2);
        range("bytes=0-99", "bytes 0-99/8192", Arrays.copyOfRange(all, 0, 100));
        range("bytes=8190-", "bytes 8190-8191/8192", Arrays.copyOfRange(all, 8190, 8192));
        range("bytes=-5", "bytes 8187-8191/8192", Arrays.copyOfRange(all, 8187, 8192));
        range("bytes=8000-99999", "bytes 8000-8191/8192", Arrays.copyOfRange(all, 8000, 8192));
        for (String nothing : List.of("bytes=8192-", "bytes=-0")) {
            ranged(nothing)
                    .then()
                    .statusCode(416)
                    .header("Content-Range", "bytes */8192")
                    .header("Content-Type", containsString("application/problem+json"));
        }
        for (String ignored : List.of("bytes=5-2", "lines=1-2", "bytes=0-1,4-5", "bytes=a-b", "bytes=-")) {
            assertThat(ranged(ignored).statusCode()).as(ignored).isEqualTo(200);
        }
        staff().header("Range", "bytes=0-9").head(BULK).then().statusCode(206).header("Content-Length", "10");
        assertThat(staff().header("Range", "bytes=0-9")
                        .header("If-Range", "\"x\"")
                        .get(BULK)
                        .statusCode())
                .isEqualTo(200);
    }

    private static void range(String asked, String told, byte[] content) {
        Response answer = ranged(asked);
        answer.then().statusCode(206).header("Content-Range", told);
        assertThat(answer.asByteArray()).isEqualTo(content);
    }

    private static Response ranged(String range) {
        return staff().accept("application/octet-stream").header("Range", range).get(BULK);
    }

    @Test
    void tellsEverybodyWhatItCanDo() {
        for (String path : List.of("/dicomweb", "/dicomweb/")) {
            String wadl = given().accept("application/vnd.sun.wadl+xml")
                    .options(path)
                    .then()
                    .statusCode(200)
                    .header("Content-Type", containsString("application/vnd.sun.wadl+xml"))
                    .header("Allow", containsString("POST"))
                    .extract()
                    .asString();
            assertThat(wadl).contains("http://wadl.dev.java.net/2009/02").contains("/studies/{study}/metadata");
        }
        given().accept("application/json")
                .options("/dicomweb/")
                .then()
                .statusCode(200)
                .body("application.resources.resource.'@path'", hasItem("/studies/{study}/series/{series}"))
                .body("application.resources.resource[0].method.'@name'", equalTo(List.of("GET", "POST")));
        given().accept("image/png").options("/dicomweb").then().statusCode(406);
    }

    @Test
    void letsBrowsersInFromOtherOrigins() {
        for (String path : List.of("/dicomweb/studies", STUDY + "/metadata", BULK, "/dicomweb/nothing")) {
            given().header("Origin", "https://viewer.example")
                    .header("Access-Control-Request-Method", "GET")
                    .options(path)
                    .then()
                    .statusCode(204)
                    .header("Access-Control-Allow-Headers", containsString("Authorization"));
            Response answer = staff().header("Origin", "https://viewer.example").get(path);
            for (String exposed : List.of("Content-Location", "ETag", "Content-Range", "Warning")) {
                assertThat(answer.header("Access-Control-Expose-Headers")).contains(exposed);
            }
        }
    }

    @Test
    void refusesMethodsThatAnAddressDoesNotHave() {
        for (String path : List.of(STUDY, "/dicomweb/series", INSTANCE + "/metadata")) {
            staff().delete(path).then().statusCode(405).header("Content-Type", containsString("problem"));
            staff().put(path).then().statusCode(405);
        }
    }

    private static RequestSpecification staff() {
        return Sandbox.with("user/*.rs", Map.of("fhirUser", "Practitioner/lena-moreau"));
    }
}
