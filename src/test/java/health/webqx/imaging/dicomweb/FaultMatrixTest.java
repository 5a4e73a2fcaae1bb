package health.webqx.imaging.dicomweb;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.pacs.DicomWebPeer;
import health.webqx.imaging.pacs.DicomWebPeer.Fault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a client gets while archives fail: the study from another one that holds it, or the failure's own status within the
 * deadline; never less than the whole as if it were that, nothing of another patient, nothing of the archive's own words.
 */
@QuarkusTest
@QuarkusTestResource(value = ThreeArchives.class, restrictToAnnotatedClass = true)
@Timeout(120)
class FaultMatrixTest {
    private static final String SHARED = "/dicomweb/studies/" + ThreeArchives.IN_ALPHA_AND_BETA;
    private static final String EQUAL = "/dicomweb/studies/" + ThreeArchives.IN_BETA_AND_GAMMA;

    @BeforeEach
    void everythingIsWell() {
        for (String name : ThreeArchives.names()) {
            ThreeArchives.peer(name).set(Fault.NONE);
            ThreeArchives.peer(name).decoy(ThreeArchives.file(ThreeArchives.BENS, 1));
        }
        for (String study : List.of(
                ThreeArchives.IN_ALPHA_AND_BETA,
                ThreeArchives.IN_BETA_AND_GAMMA,
                ThreeArchives.IN_ALPHA,
                ThreeArchives.IN_BETA,
                ThreeArchives.IN_GAMMA)) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isCatalogued(study));
        }
        for (String study : List.of(ThreeArchives.IN_ALPHA, ThreeArchives.IN_BETA, ThreeArchives.IN_GAMMA)) {
            anna().get("/dicomweb/studies/" + study + "/metadata").then().statusCode(200);
        }
        ThreeArchives.names().forEach(name -> ThreeArchives.peer(name).forget());
    }

    @Test
    void aStudyInTwoArchivesIsOneRowWithBothOrigins() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        origins(ThreeArchives.IN_ALPHA_AND_BETA))
                .containsExactlyInAnyOrder("Endpoint/pacs-alpha", "Endpoint/pacs-beta"));
        anna().get("/dicomweb/studies?StudyInstanceUID=" + ThreeArchives.IN_ALPHA_AND_BETA)
                .then()
                .statusCode(200)
                .body("", hasSize(1))
                .body("[0].'00201208'.Value[0]", equalTo(ThreeArchives.SLICES));
    }

    @Test
    void thePrimaryArchiveIsAskedBeforeOthersAndEqualsShareTheLoad() {
        for (int i = 0; i < 4; i++) {
            requireWhole(study(SHARED), ThreeArchives.IN_ALPHA_AND_BETA);
        }
        for (int i = 0; i < 20; i++) {
            requireWhole(study(EQUAL), ThreeArchives.IN_BETA_AND_GAMMA);
        }
        assertThat(retrievals("alpha", ThreeArchives.IN_ALPHA_AND_BETA)).isEqualTo(4);
        assertThat(retrievals("beta", ThreeArchives.IN_ALPHA_AND_BETA)).isZero();
        // each by one half; that it is fewer than two of 20 happens once in 50,000 times
        assertThat(retrievals("beta", ThreeArchives.IN_BETA_AND_GAMMA)).isBetween(2L, 18L);
        assertThat(retrievals("gamma", ThreeArchives.IN_BETA_AND_GAMMA)).isBetween(2L, 18L);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANGS", "ANSWERS_500", "DRIPS", "REDIRECTS", "SENDS_ANOTHER"})
    void whatOneArchiveCannotGiveAnotherGives(Fault fault) {
        ThreeArchives.peer("alpha").set(fault);
        requireWhole(study(SHARED), ThreeArchives.IN_ALPHA_AND_BETA);
        requireWhole(study(SHARED), ThreeArchives.IN_ALPHA_AND_BETA);
        anna().get(SHARED + "/metadata").then().statusCode(200).body("", hasSize(ThreeArchives.SLICES));
        Response frame = anna().header("Accept", "multipart/related; type=\"application/octet-stream\"")
                .get(SHARED + "/series/" + ThreeArchives.IN_ALPHA_AND_BETA + ".1/instances/"
                        + ThreeArchives.IN_ALPHA_AND_BETA + ".1.1/frames/1");
        assertThat(frame.statusCode()).isEqualTo(200);
        requireNothingInternal(frame);
    }

    @ParameterizedTest
    @CsvSource({"HANGS,504", "ANSWERS_500,502", "DRIPS,504", "REDIRECTS,502", "SENDS_ANOTHER,502"})
    void whatNoArchiveGivesIsToldAsItsFailureInTime(Fault fault, int status) {
        ThreeArchives.peer("alpha").set(fault);
        ThreeArchives.peer("beta").set(fault);
        long begun = System.nanoTime();
        Response answer = study(SHARED);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
        requireNothingInternal(answer);
    }

    /** Each by itself: after the first the other archive may be asked, which has the whole. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CUTS_OFF", "BREAKS_OFF"})
    void aStudyThatIsCutOffIsNeverAShortSuccess(Fault fault) {
        ThreeArchives.peer("alpha").set(fault);
        assertThatThrownBy(() -> study(SHARED).asByteArray())
                .as("the connection is reset")
                .isInstanceOf(Exception.class);
    }

    @Test
    void anArchiveThatIsAwayIsDoneWithoutAndFoundAgain() {
        ThreeArchives.peer("beta").stop();
        requireWhole(study(EQUAL), ThreeArchives.IN_BETA_AND_GAMMA);
        requireWhole(study(EQUAL), ThreeArchives.IN_BETA_AND_GAMMA);
        ThreeArchives.peer("gamma").stop();
        Response nobody = study(EQUAL);
        assertThat(nobody.statusCode()).isEqualTo(503);
        assertThat(nobody.header("Retry-After")).isNotBlank();
        requireNothingInternal(nobody);
        get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        String health = get("/q/health/ready").asString();
        assertThat(health).contains("\"alpha\": \"up\"").contains("\"beta\": \"failing\"");
        ThreeArchives.peer("beta").restart();
        ThreeArchives.peer("gamma").restart();
        requireWhole(study(EQUAL), ThreeArchives.IN_BETA_AND_GAMMA);
    }

    @Test
    void aStudyThatHasMovedIsFoundWhereItIsNow() throws Exception {
        String moving = "/dicomweb/studies/" + ThreeArchives.MOVING;
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isCatalogued(ThreeArchives.MOVING));
        ThreeArchives.peer("alpha").remove(ThreeArchives.MOVING);
        for (int slice = 1; slice <= ThreeArchives.SLICES; slice++) {
            ThreeArchives.peer("gamma").add(ThreeArchives.file(ThreeArchives.MOVING, slice));
        }
        // who asks waits two seconds for the search, which a busy machine may not be done with
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> requireWhole(study(moving), ThreeArchives.MOVING));
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(origins(ThreeArchives.MOVING))
                .containsExactly("Endpoint/pacs-gamma"));
        anna().get(moving + "/series/1.2.3").then().statusCode(404);
    }

    @Test
    void aCopyWithLessThanIsCataloguedIsPassedOver() throws Exception {
        String shrinking = "/dicomweb/studies/" + ThreeArchives.SHRINKING;
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        origins(ThreeArchives.SHRINKING))
                .hasSize(2));
        ThreeArchives.peer("alpha").remove(ThreeArchives.SHRINKING);
        ThreeArchives.peer("alpha").add(ThreeArchives.file(ThreeArchives.SHRINKING, 1));
        requireWhole(study(shrinking), ThreeArchives.SHRINKING);
        assertThat(ThreeArchives.peer("alpha").asked(ThreeArchives.SHRINKING)).isPositive();
    }

    @Test
    void aStudyOutOfReachIsNotAskedForAnywhere() {
        Sandbox.with("patient/*.rs", Map.of("patient", "ben-okafor"))
                .get(SHARED)
                .then()
                .statusCode(404);
        assertThat(retrievals("alpha", ThreeArchives.IN_ALPHA_AND_BETA)).isZero();
        assertThat(retrievals("beta", ThreeArchives.IN_ALPHA_AND_BETA)).isZero();
    }

    @Test
    void metricsTellOfArchivesByNameAndOfNothingElse() {
        ThreeArchives.peer("alpha").set(Fault.HANGS);
        requireWhole(study(SHARED), ThreeArchives.IN_ALPHA_AND_BETA);
        String metrics = get("/q/metrics").asString();
        assertThat(metrics)
                .containsPattern("webqx_pacs_calls_total\\{archive=\"alpha\",outcome=\"late\"\\} [1-9]")
                .contains("webqx_pacs_up{archive=\"alpha\"} 0.0")
                .contains("webqx_pacs_up{archive=\"beta\"} 1.0")
                .contains("webqx_pacs_passing_bytes")
                .doesNotContain("1.2.826")
                .doesNotContain("/dicomweb");
    }

    private static Response study(String address) {
        return anna().header("Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*")
                .get(address);
    }

    private static void requireWhole(Response answer, String study) {
        assertThat(answer.statusCode()).as(answer.contentType()).isEqualTo(200);
        String body = new String(answer.asByteArray(), StandardCharsets.ISO_8859_1);
        for (int slice = 1; slice <= ThreeArchives.SLICES; slice++) {
            try {
                byte[] file = Files.readAllBytes(ThreeArchives.file(study, slice));
                assertThat(body.contains(new String(file, StandardCharsets.ISO_8859_1)))
                        .as("slice %d", slice)
                        .isTrue();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        assertThat(body).doesNotContain("WQX-1002");
        requireNothingInternal(answer);
    }

    /** Neither the archives' addresses, nor what they wrote. */
    private static void requireNothingInternal(Response answer) {
        String all = answer.headers() + new String(answer.asByteArray(), StandardCharsets.ISO_8859_1);
        for (String name : ThreeArchives.names()) {
            DicomWebPeer peer = ThreeArchives.peer(name);
            assertThat(all).doesNotContain(peer.url().replaceAll(".*:([0-9]+).*", ":$1/"));
        }
        assertThat(all)
                .doesNotContain("pacs.internal.example")
                .doesNotContain("latest/meta-data")
                .doesNotContain("/var/lib/pacs")
                .doesNotContain("WQX-1002");
    }

    /** Of the study's series as a whole. */
    private static long retrievals(String archive, String study) {
        DicomWebPeer peer = ThreeArchives.peer(archive);
        String series = "/studies/" + study + "/series/" + study + ".1";
        return peer.asked(series) - peer.asked(series + "/");
    }

    private static Set<String> origins(String study) {
        List<String> references = Sandbox.backend()
                .get("/fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + study)
                .path("entry[0].resource.endpoint.reference");
        return references.stream().collect(Collectors.toSet());
    }

    private static boolean isCatalogued(String study) {
        return Sandbox.backend()
                .get("/fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + study)
                .asString()
                .contains("\"total\":1");
    }

    private static RequestSpecification anna() {
        return Sandbox.with("patient/*.rs", Map.of("patient", "anna-keller"));
    }
}
