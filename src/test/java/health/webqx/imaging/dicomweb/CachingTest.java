package health.webqx.imaging.dicomweb;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicom.TransferSyntax;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of studies is answered with quickly, and never when it is not so any more or not the caller's to see. */
@QuarkusTest
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class CachingTest {
    private static final String SERIES =
            "/dicomweb/studies/" + StudyFolder.ANNA_CT + "/series/" + StudyFolder.ANNA_CT + ".1";
    private static final String METADATA = SERIES + "/metadata";
    private static final String SLICE = SERIES + "/instances/" + StudyFolder.ANNA_CT + ".1.2";

    @BeforeEach
    void catalogued() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Sandbox.backend()
                .get("/fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + StudyFolder.ANNA_CT)
                .path("total")
                .equals(1));
    }

    @Test
    void keepsMetadataCompressedAndGivesItAsTheClientTakesIt() throws IOException, InterruptedException {
        Response first = anna().get(METADATA);
        double hits = requests("hit");
        HttpResponse<String> plain = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + METADATA))
                                .header(
                                        "Authorization",
                                        "Bearer " + Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller")))
                                .header("Accept", "*/*")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(first.header("Content-Encoding")).isEqualTo("gzip");
        first.then().contentType(containsString("application/dicom+json")).body("", hasSize(StudyFolder.CT_SLICES));
        assertThat(plain.headers().firstValue("Content-Encoding")).isNotEqualTo(Optional.of("gzip"));
        assertThat(plain.body()).isEqualTo(first.asString());
        assertThat(plain.headers().firstValue("ETag")).contains(first.header("ETag"));
        assertThat(requests("hit")).isEqualTo(hits + 1);
    }

    @Test
    void tellsAClientThatItHasTheMetadataAlready() {
        Response first = anna().get(METADATA);
        String etag = first.header("ETag");

        assertThat(first.header("Cache-Control")).isEqualTo("private, no-cache");
        anna().header("If-None-Match", etag)
                .get(METADATA)
                .then()
                .statusCode(304)
                .header("ETag", equalTo(etag))
                .header("Cache-Control", equalTo("private, no-cache"));
        anna().header("If-None-Match", "W/\"other\", " + etag)
                .get(METADATA)
                .then()
                .statusCode(304);
        anna().header("If-None-Match", etag).get(SLICE + "/metadata").then().statusCode(200);
        anna().head(METADATA)
                .then()
                .statusCode(200)
                .header("ETag", equalTo(etag))
                .body(emptyString());
        assertThat(anna().get(METADATA).asString()).isEqualTo(first.asString());
    }

    @Test
    void tellsNobodyElseOfWhatIsKept() {
        String etag = anna().get(METADATA).header("ETag");
        String picture = anna().get(SLICE + "/thumbnail").header("ETag");
        RequestSpecification ben = Sandbox.patient("ben-okafor");

        ben.header("If-None-Match", etag).get(METADATA).then().statusCode(404);
        Sandbox.patient("ben-okafor")
                .header("If-None-Match", picture)
                .get(SLICE + "/thumbnail")
                .then()
                .statusCode(404);
        given().header("If-None-Match", etag).get(METADATA).then().statusCode(401);
    }

    @Test
    void answersNothingFromBeforeAConsentWasTakenBack() {
        String etag = anna().get(METADATA).header("ETag");
        String picture = anna().get(SLICE + "/rendered").header("ETag");
        Map<String, Object> consent = Sandbox.backend()
                .get("/fhir/Consent?patient=anna-keller&status=active")
                .path("entry[0].resource");
        String address = "/fhir/Consent/" + consent.get("id");
        consent.put("status", "inactive");
        Sandbox.backend().body(consent).put(address).then().statusCode(200);
        try {
            anna().header("If-None-Match", etag).get(METADATA).then().statusCode(404);
            anna().header("If-None-Match", picture)
                    .get(SLICE + "/rendered")
                    .then()
                    .statusCode(404);
        } finally {
            consent.put("status", "active");
            Sandbox.backend().body(consent).put(address).then().statusCode(200);
        }
        anna().header("If-None-Match", etag).get(METADATA).then().statusCode(304);
    }

    @Test
    void noticesThatAnInstanceWasReplaced() throws IOException {
        Response before = anna().get(METADATA);
        byte[] picture = anna().get(SLICE + "/thumbnail").asByteArray();
        StudyFolder.write(
                StudyFolder.ANNA_CT, "WQX-1001", "Keller^Anna Maria", "CT", 2, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> anna().header("If-None-Match", before.header("ETag"))
                                    .get(METADATA)
                                    .statusCode()
                            == 200);
            assertThat(anna().get(METADATA).asString()).contains("Keller^Anna Maria");
            assertThat(anna().get(SLICE + "/thumbnail").asByteArray()).isEqualTo(picture);
        } finally {
            StudyFolder.write(
                    StudyFolder.ANNA_CT, "WQX-1001", "Keller^Anna", "CT", 2, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        }
    }

    @Test
    void forgetsWhatWasKeptOfAStudyThatBecameAnothers() throws IOException {
        String study = "1.2.826.0.1.77";
        String metadata = "/dicomweb/studies/" + study + "/metadata";
        StudyFolder.write(study, "WQX-1001", "Keller^Anna", "CT", 1, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> anna().get(metadata).statusCode() == 200);
        String etag = anna().get(metadata).header("ETag");

        StudyFolder.write(study, "WQX-1002", "Okafor^Ben", "CT", 1, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> anna().header("If-None-Match", etag).get(metadata).statusCode() == 404);
        String staffs = staff().header("If-None-Match", etag)
                .get(metadata)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(staffs).contains("Okafor^Ben").doesNotContain("Keller");
    }

    @Test
    void drawsAPictureOnce() {
        String picture = "/dicomweb/studies/" + StudyFolder.BEN_MR + "/series/" + StudyFolder.BEN_MR + ".1/instances/"
                + StudyFolder.BEN_MR + ".1.1/rendered?viewport=";
        byte[] first = staff().get(picture + "33,33").asByteArray();
        double misses = requests("miss");
        byte[] again = staff().get(picture + "33,33").asByteArray();

        assertThat(again).isEqualTo(first);
        assertThat(requests("miss")).isEqualTo(misses);
        staff().get(picture + "34,34").then().statusCode(200);
        assertThat(requests("miss")).isEqualTo(misses + 1);
        assertThat(metric("webqx_cache_bytes{cache=\"answers\"}")).isPositive();
    }

    private static double requests(String result) {
        return metric("webqx_cache_requests_total{cache=\"answers\",result=\"" + result + "\"}");
    }

    private static double metric(String name) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(0);
    }

    private static RequestSpecification anna() {
        return Sandbox.patient("anna-keller");
    }

    private static RequestSpecification staff() {
        return Sandbox.with("user/*.rs", Map.of("fhirUser", "Practitioner/lena-moreau"));
    }
}
