package health.webqx.imaging.dicomweb;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Vr;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An instance that is asked for again comes from us, as it came from the archive, and to nobody who would not have got it there. */
@QuarkusTest
@QuarkusTestResource(value = RecordingOrthanc.class, restrictToAnnotatedClass = true)
class KeptFilesTest {
    private static final String STUDY = "/dicomweb/studies/" + RecordingOrthanc.STUDY;
    private static final String SERIES = STUDY + "/series/" + RecordingOrthanc.STUDY + ".1";
    private static final String INSTANCE = SERIES + "/instances/" + RecordingOrthanc.STUDY + ".1.1";
    private static final String WADO = "/wado?requestType=WADO&contentType=application/dicom&studyUID="
            + RecordingOrthanc.STUDY + "&seriesUID=" + RecordingOrthanc.STUDY + ".1&objectUID=" + RecordingOrthanc.STUDY
            + ".1.1";

    /** Sent from memory, and from the file. */
    private static final int SMALL = 2_000;

    private static final int LARGE = 300_000;
    private static final int VERY_LARGE = 30_000_000;

    @BeforeEach
    void catalogued() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> bare().statusCode() == 200);
    }

    @AfterEach
    void asItWas() {
        replace(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void sendsWhatTheArchiveSentWithoutAskingItAgain(int size) {
        byte[] file = kept(size);
        RecordingOrthanc.CALLS.clear();

        Response bare = bare();
        Response packed = anna().get(INSTANCE);
        String boundary = packed.contentType().replaceAll(".*boundary=", "");
        String head = "--" + boundary + "\r\nContent-Type: application/dicom; transfer-syntax=1.2.840.10008.1.2.1\r\n"
                + "Content-Location: http://localhost:" + RestAssured.port + INSTANCE + "\r\n\r\n";
        String tail = "\r\n--" + boundary + "--\r\n";

        assertThat(bare.asByteArray()).isEqualTo(file);
        assertThat(bare.contentType()).isEqualTo("application/dicom");
        assertThat(bare.header("Content-Length")).isEqualTo(String.valueOf(file.length));
        assertThat(latin(packed)).isEqualTo(head + new String(file, StandardCharsets.ISO_8859_1) + tail);
        assertThat(anna().get(WADO).asByteArray()).isEqualTo(file);
        anna().accept("application/dicom")
                .head(INSTANCE)
                .then()
                .statusCode(200)
                .header("Content-Length", equalTo(String.valueOf(file.length)))
                .body(emptyString());
        anna().accept("application/dicom; transfer-syntax=1.2.840.10008.1.2.5")
                .get(INSTANCE)
                .then()
                .statusCode(406);
        assertThat(filesAskedFor()).isZero();
    }

    @Test
    void isForNobodyWhoMayNotSeeTheStudy() {
        kept(LARGE);

        Sandbox.patient("ben-okafor").get(INSTANCE).then().statusCode(404);
        Sandbox.with("patient/ImagingStudy.s", Map.of("patient", "anna-keller"))
                .get(INSTANCE)
                .then()
                .statusCode(403);
        given().get(INSTANCE).then().statusCode(401);
    }

    @Test
    void isWrittenDownEachTime() {
        kept(LARGE);
        RecordingOrthanc.CALLS.clear();
        Instant now = Instant.now();
        for (int i = 0; i < 3; i++) {
            Sandbox.with("user/*.rs", Map.of("fhirUser", "Practitioner/lena-moreau"))
                    .accept("application/dicom")
                    .get(INSTANCE)
                    .then()
                    .statusCode(200);
        }

        assertThat(filesAskedFor()).isZero();
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> Sandbox.backend()
                .get("/fhir/AuditEvent?action=R&agent=Practitioner/lena-moreau&patient=anna-keller&outcome=0&date=ge"
                        + now)
                .then()
                .body("total", equalTo(3)));
    }

    @Test
    void isWrittenDownEachTimeHoweverManyAskAtOnce() {
        kept(SMALL);
        Instant now = Instant.now();
        String annas = token();
        String bens = Sandbox.token("patient/*.rs", Map.of("patient", "ben-okafor"));
        List<Integer> told = IntStream.range(0, 60)
                .parallel()
                .mapToObj(i -> Sandbox.bearing(i % 3 == 0 ? bens : annas)
                        .accept("application/dicom")
                        .get(INSTANCE)
                        .statusCode())
                .toList();

        assertThat(told).filteredOn(status -> status == 200).hasSize(40);
        assertThat(told).filteredOn(status -> status == 404).hasSize(20);
        Sandbox.backend()
                .get("/fhir/AuditEvent?_summary=count&action=R&patient=anna-keller&outcome=0&date=ge" + now)
                .then()
                .body("total", equalTo(40));
    }

    @Test
    void isFetchedAnewWhenTheArchiveTellsOfAChange() {
        byte[] before = kept(LARGE);
        byte[] after = instance("WQX-1001", LARGE, 2);
        replace(Optional.of(after));

        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(bare().asByteArray())
                .isEqualTo(after));
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void isNotGivenOnceItIsAnotherPatients() {
        kept(LARGE);
        replace(Optional.of(instance("WQX-1002", LARGE, 3)));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> bare().statusCode() != 200);
        assertThat(bare().statusCode()).isIn(404, 502);
        assertThat(bare().statusCode()).isIn(404, 502);
    }

    /** The catalogue may have it back as the archive says meanwhile: then it is another version, and the round does not count. */
    @Test
    void isNotGivenFromTheMomentItsRecordSaysThatItIsAnothersAndAgainFromTheMomentItDoesNot() {
        kept(SMALL);
        String address = "/fhir/ImagingStudy/"
                + Sandbox.backend()
                        .get("/fhir/ImagingStudy?identifier=urn:oid:" + RecordingOrthanc.STUDY)
                        .jsonPath()
                        .getString("entry[0].resource.id");
        String annas = Sandbox.backend().get(address).asString();
        String bens = annas.replace("Patient/anna-keller", "Patient/ben-okafor");

        int rounds = 0;
        for (int tries = 0; rounds < 5 && tries < 40; tries++) {
            List<Integer> refused = told(address, bens);
            List<Integer> given = told(address, annas);
            if (!refused.isEmpty() && !given.isEmpty()) {
                assertThat(refused).containsOnly(404);
                assertThat(given).containsOnly(200);
                rounds++;
            }
        }
        assertThat(rounds).isEqualTo(5);
    }

    /** What several who ask at once are told once this is stored; nothing where it is not what is stored any more. */
    private static List<Integer> told(String address, String study) {
        int version = Sandbox.backend().body(study).put(address).jsonPath().getInt("meta.versionId");
        String token = token();
        List<Integer> told = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> Sandbox.bearing(token)
                        .accept("application/dicom")
                        .get(INSTANCE)
                        .statusCode())
                .toList();
        return Sandbox.backend().get(address).jsonPath().getInt("meta.versionId") == version ? told : List.of();
    }

    @Test
    void comesFromTheArchiveWhereOurCopyIsGone() throws IOException {
        byte[] file = kept(LARGE);
        clearCacheOfFilesOver(LARGE);
        RecordingOrthanc.CALLS.clear();

        assertThat(bare().asByteArray()).isEqualTo(file);
        assertThat(filesAskedFor()).isEqualTo(1);
        assertThat(kept(LARGE)).isEqualTo(file);
    }

    @Test
    void comesFromMemoryWhereOurCopyOfASmallOneIsGone() throws IOException {
        byte[] file = kept(SMALL);
        byte[] frame = frame().asByteArray();
        clearCacheOfFilesOver(SMALL);
        RecordingOrthanc.CALLS.clear();

        assertThat(bare().asByteArray()).isEqualTo(file);
        assertThat(frame().statusCode()).isEqualTo(200);
        assertThat(frame().asByteArray()).isEqualTo(frame).isNotEmpty();
        assertThat(filesAskedFor()).isZero();
    }

    @Test
    void answersStandInTheOrderOfTheRequestsOnTheirConnection() throws IOException {
        byte[] file = kept(LARGE);
        String request = "GET " + INSTANCE + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/dicom\r\n"
                + "Authorization: Bearer " + token() + "\r\n";
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write((request + "\r\n" + request + "\r\n" + request + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            String content = new String(file, StandardCharsets.ISO_8859_1);
            String[] between = all.split(Pattern.quote(content), -1);

            assertThat(between).hasSize(4);
            assertThat(between[3]).isEmpty();
            for (String head : List.of(between).subList(0, 3)) {
                assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
            }
        }
    }

    @Test
    void whoLeavesIsWrittenDownAsHavingLeft() throws IOException {
        kept(VERY_LARGE);
        Instant now = Instant.now();
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET " + INSTANCE + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/dicom\r\n"
                                    + "Authorization: Bearer " + token() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> leavings(now).size() == 1);
        assertThat(bare().asByteArray()).hasSizeGreaterThan(VERY_LARGE);
    }

    /** A file of that size, in the archive, and asked for so often that it is kept. */
    private static byte[] kept(int size) {
        byte[] file = instance("WQX-1001", size, 1);
        replace(Optional.of(file));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            byte[] now = bare().asByteArray();
            long asked = filesAskedFor();
            return now.length == file.length && bare().statusCode() == 200 && filesAskedFor() == asked;
        });
        return file;
    }

    private static void clearCacheOfFilesOver(long size) throws IOException {
        try (Stream<Path> cache = Files.walk(Path.of("target/recording-data/cache"))) {
            for (Path copy : cache.filter(Files::isRegularFile)
                    .filter(path -> path.toFile().length() > size)
                    .toList()) {
                Files.delete(copy);
            }
        }
    }

    private static void replace(Optional<byte[]> by) {
        RecordingOrthanc.replaced = by;
        RecordingOrthanc.CHANGES.incrementAndGet();
    }

    private static byte[] instance(String patient, int size, long seed) {
        byte[] pixels = new byte[size];
        new Random(seed).nextBytes(pixels);
        return StowRequest.instance(
                RecordingOrthanc.STUDY,
                1,
                DataSet.builder()
                        .put(Tag.PatientID, patient)
                        .put(Tag.Modality, "CT")
                        .putBytes(Tag.PixelData, Vr.OB, pixels));
    }

    private static long filesAskedFor() {
        return RecordingOrthanc.CALLS.stream()
                .filter(call -> call.endsWith("/file"))
                .count();
    }

    private static List<String> leavings(Instant since) {
        return Sandbox.backend()
                .get("/fhir/AuditEvent?_count=1000&outcome=4,8,12&date=ge" + since)
                .then()
                .statusCode(200)
                .extract()
                .path("entry.findAll { it.resource.outcomeDesc == 'the client left' }.resource.id");
    }

    private static String latin(Response answer) {
        return new String(answer.asByteArray(), StandardCharsets.ISO_8859_1);
    }

    private static Response bare() {
        return anna().accept("application/dicom").get(INSTANCE);
    }

    private static Response frame() {
        return anna().accept("application/octet-stream").get(INSTANCE + "/frames/1");
    }

    private static String token() {
        return Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller"));
    }

    private static RequestSpecification anna() {
        return Sandbox.bearing(token());
    }
}
