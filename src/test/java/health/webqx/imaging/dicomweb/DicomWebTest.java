package health.webqx.imaging.dicomweb;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.Subscriber;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomReader;
import health.webqx.imaging.dicom.ReadOptions;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Uid;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers of the DICOMweb door get and do not get, over a real folder of DICOM files. */
@QuarkusTest
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class DicomWebTest {
    private static final String ANNA = "/dicomweb/studies/" + StudyFolder.ANNA_CT;
    private static final String BEN = "/dicomweb/studies/" + StudyFolder.BEN_MR;
    private static final String FIRST =
            ANNA + "/series/" + StudyFolder.ANNA_CT + ".1/instances/" + StudyFolder.ANNA_CT + ".1.1";

    private static final String COMPRESSED = "/dicomweb/studies/" + StudyFolder.BEN_RLE + "/series/"
            + StudyFolder.BEN_RLE + ".1/instances/" + StudyFolder.BEN_RLE + ".1.7";

    @BeforeEach
    void catalogued() {
        for (String study :
                new String[] {StudyFolder.ANNA_CT, StudyFolder.BEN_MR, StudyFolder.BEN_RLE, StudyFolder.CARLA_CT}) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isCatalogued(study));
        }
    }

    @Test
    void listsAPatientsStudiesOverFhirAndDicomWebAlike() {
        anna().get("/fhir/ImagingStudy?patient=anna-keller&_include=ImagingStudy:endpoint")
                .then()
                .statusCode(200)
                .body("total", equalTo(1))
                .body("entry[0].resource.numberOfInstances", equalTo(StudyFolder.CT_SLICES))
                .body("entry[0].resource.started", equalTo("2026-03-01"))
                .body("entry[1].resource.address", containsString("/dicomweb"));
        anna().get("/dicomweb/studies")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("application/dicom+json"))
                .body("'0020000D'.Value.flatten()", equalTo(java.util.List.of(StudyFolder.ANNA_CT)))
                .body("[0].'00100010'.Value[0].Alphabetic", equalTo("Keller^Anna"))
                .body("[0].'00201208'.Value[0]", equalTo(StudyFolder.CT_SLICES));
        anna().get(ANNA + "/instances").then().statusCode(200).body("", hasSize(StudyFolder.CT_SLICES));
    }

    @Test
    void givesTheWholeStudyAsItWasStored() throws IOException {
        Response answer = anna().header("Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*")
                .get(ANNA);
        byte[] body = answer.asByteArray();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String boundary = answer.contentType().replaceFirst(".*boundary=", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text.split("--" + boundary + "\r\n", -1)).hasSize(StudyFolder.CT_SLICES + 1);
        assertThat(text).endsWith("--" + boundary + "--\r\n");
        for (int slice = 1; slice <= StudyFolder.CT_SLICES; slice++) {
            byte[] file = Files.readAllBytes(StudyFolder.file(Uid.of(StudyFolder.ANNA_CT + ".1." + slice)));
            assertThat(text).contains(new String(file, StandardCharsets.ISO_8859_1));
        }
        assertThat(anna().header("Accept", "application/dicom").get(FIRST).asByteArray())
                .isEqualTo(Files.readAllBytes(StudyFolder.file(Uid.of(StudyFolder.ANNA_CT + ".1.1"))));
    }

    @Test
    void neverLetsImplicitLittleEndianLeave() throws IOException {
        String instance = BEN + "/series/" + StudyFolder.BEN_MR + ".1/instances/" + StudyFolder.BEN_MR + ".1.1";
        byte[] file =
                staff().header("Accept", "application/dicom").get(instance).asByteArray();

        assertThat(new String(file, StandardCharsets.ISO_8859_1))
                .contains("1.2.840.10008.1.2.1\0")
                .contains("Okafor^Ben");
    }

    @Test
    void decompressesForWhoeverDoesNotTakeTheStoredSyntax() throws IOException {
        for (String accept : List.of("application/dicom", "application/dicom; transfer-syntax=1.2.840.10008.1.2.1")) {
            byte[] file = staff().header("Accept", accept).get(COMPRESSED).asByteArray();
            DicomFile read = DicomReader.read(new ByteArrayInputStream(file), ReadOptions.DEFAULT);

            assertThat(read.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            assertThat(read.frame(1).bytes()).hasSize(64 * 64 * 2).containsOnly(7);
        }
        String study = staff().header("Accept", "multipart/related; type=\"application/dicom\"")
                .get("/dicomweb/studies/" + StudyFolder.BEN_RLE)
                .asString();
        assertThat(study).contains("Content-Type: application/dicom; transfer-syntax=1.2.840.10008.1.2.1\r\n");
    }

    @Test
    void decompressesHighThroughputJpeg2000Too() throws IOException {
        String study = "1.2.826.0.1.8." + System.nanoTime();
        StudyFolder.write(study, "WQX-1002", "Okafor^Ben", "MR", 7, TransferSyntax.HTJ2K_LOSSLESS);
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isCatalogued(study));
            String instance = "/dicomweb/studies/" + study + "/series/" + study + ".1/instances/" + study + ".1.7";
            byte[] file =
                    staff().header("Accept", "application/dicom").get(instance).asByteArray();
            DicomFile read = DicomReader.read(new ByteArrayInputStream(file), ReadOptions.DEFAULT);

            assertThat(read.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            assertThat(read.frame(1).bytes()).hasSize(64 * 64 * 2).containsOnly(7);
            assertThat(staff().header("Accept", "application/octet-stream")
                            .get(instance + "/frames/1")
                            .asByteArray())
                    .isEqualTo(read.frame(1).bytes());
            staff().header("Accept", "image/png")
                    .get(instance + "/rendered")
                    .then()
                    .statusCode(200)
                    .contentType("image/png");
        } finally {
            Files.deleteIfExists(StudyFolder.file(Uid.of(study + ".1.7")));
        }
    }

    @Test
    void leavesCompressedWhatIsTakenSo() throws IOException {
        byte[] stored = Files.readAllBytes(StudyFolder.file(Uid.of(StudyFolder.BEN_RLE + ".1.7")));
        for (String syntax : List.of("*", TransferSyntax.RLE_LOSSLESS.uid().value())) {
            assertThat(staff().header("Accept", "application/dicom; transfer-syntax=" + syntax)
                            .get(COMPRESSED)
                            .asByteArray())
                    .isEqualTo(stored);
        }
        staff().header("Accept", "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.90")
                .get(COMPRESSED)
                .then()
                .statusCode(406)
                .body(containsString(TransferSyntax.RLE_LOSSLESS.uid().value()));
    }

    @Test
    void givesFramesDecodedOrAsStored() {
        assertThat(staff().header("Accept", "application/octet-stream")
                        .get(COMPRESSED + "/frames/1")
                        .asByteArray())
                .hasSize(64 * 64 * 2)
                .containsOnly(7);
        assertThat(staff().header("Accept", "application/octet-stream; transfer-syntax=*")
                        .get(COMPRESSED + "/frames/1")
                        .asByteArray())
                .hasSizeLessThan(1000);
        staff().header("Accept", "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.50")
                .get(COMPRESSED + "/frames/1")
                .then()
                .statusCode(406);
        anna().header("Accept", "application/octet-stream")
                .get(COMPRESSED + "/frames/1")
                .then()
                .statusCode(404);
    }

    @Test
    void givesMetadataWithAddressesOfThisServer() {
        anna().get(ANNA + "/metadata")
                .then()
                .statusCode(200)
                .body("", hasSize(StudyFolder.CT_SLICES))
                .body("'00080018'.Value.flatten()", hasItem(StudyFolder.ANNA_CT + ".1.2"))
                .body("[0].'7FE00010'.BulkDataURI", containsString("/dicomweb/studies/" + StudyFolder.ANNA_CT));
        String uri = anna().get(FIRST + "/metadata").path("[0].'7FE00010'.BulkDataURI");
        assertThat(anna().header("Accept", "application/octet-stream").get(uri).asByteArray())
                .hasSize(64 * 64 * 2);
    }

    @Test
    void givesFrames() {
        byte[] frame = anna().header("Accept", "application/octet-stream")
                .get(FIRST + "/frames/1")
                .asByteArray();

        assertThat(frame).hasSize(64 * 64 * 2).containsOnly(1);
        anna().header("Accept", "multipart/related; type=application/octet-stream; transfer-syntax=*")
                .get(FIRST + "/frames/1")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("multipart/related"));
        anna().get(FIRST + "/frames/0").then().statusCode(400);
        assertThat(anna().get(FIRST + "/frames/9").statusCode()).isIn(400, 404);
    }

    @Test
    void closesEveryRouteOfAStudyAlike() {
        for (String route :
                new String[] {"", "/metadata", "/series/1.2/metadata", "/series/1.2/instances/1.3/frames/1"}) {
            Response hidden = anna().get(BEN + route);
            Response absent = anna().get("/dicomweb/studies/1.2.3.4" + route);
            assertThat(hidden.statusCode()).as(route).isEqualTo(404);
            assertThat(hidden.asString()).isEqualTo(absent.asString()).contains("Not Found");
            given().get(BEN + route).then().statusCode(401);
        }
        anna().get(BEN + "/instances").then().statusCode(200).body("", hasSize(0));
        anna().get("/dicomweb/studies?StudyInstanceUID=" + StudyFolder.BEN_MR)
                .then()
                .body("", hasSize(0));
    }

    @Test
    void showsNoImagesWithoutConsentOrAfterIt() {
        Sandbox.patient("ben-okafor")
                .get("/fhir/ImagingStudy?patient=ben-okafor")
                .then()
                .statusCode(200)
                .body("total", equalTo(0));
        Sandbox.patient("ben-okafor").get(BEN).then().statusCode(404);
        Sandbox.patient("carla-ruiz")
                .get("/dicomweb/studies/" + StudyFolder.CARLA_CT)
                .then()
                .statusCode(404);
        Sandbox.patient("carla-ruiz")
                .get("/dicomweb/studies")
                .then()
                .statusCode(200)
                .body("", hasSize(0));
    }

    @Test
    void searchesByWhatTheCatalogueHolds() {
        staff().get("/dicomweb/studies?PatientID=WQX-1002")
                .then()
                .body("'0020000D'.Value.flatten()", hasItem(StudyFolder.BEN_MR));
        staff().get("/dicomweb/studies?ModalitiesInStudy=CT&StudyDate=20260101-20261231")
                .then()
                .body("'0020000D'.Value.flatten()", hasItems(StudyFolder.ANNA_CT, StudyFolder.CARLA_CT))
                .body("'0020000D'.Value.flatten()", not(hasItem(StudyFolder.BEN_MR)));
        staff().get("/dicomweb/studies?00100010=*keller*")
                .then()
                .body("'0020000D'.Value.flatten()", hasItem(StudyFolder.ANNA_CT))
                .body("'0020000D'.Value.flatten()", not(hasItem(StudyFolder.BEN_MR)));
        staff().get("/dicomweb/studies?limit=1").then().body("", hasSize(1)).header("Warning", containsString("299"));
        staff().get("/dicomweb/studies?colour=red").then().statusCode(400);
        staff().get("/dicomweb/studies?limit=-1").then().statusCode(400);
        staff().get("/dicomweb/studies/not-a-uid").then().statusCode(400);
        staff().header("Accept", "image/png").get(FIRST).then().statusCode(406);
    }

    @Test
    void noticesAStudyThatComesWhileRunning() throws IOException {
        String study = "1.2.826.0.1.9." + System.nanoTime();
        StudyFolder.write(study, "WQX-1001", "Keller^Anna", "CT", 1, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isCatalogued(study));

        Files.delete(StudyFolder.file(Uid.of(study + ".1.1")));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !isCatalogued(study));
    }

    @Test
    void saysOfADeletedStudyThatItIsGoneToWhomItWasInReach() throws IOException {
        String study = "1.2.826.0.1.9." + System.nanoTime();
        String metadata = "/dicomweb/studies/" + study + "/metadata";
        StudyFolder.write(study, "WQX-1001", "Keller^Anna", "CT", 1, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isCatalogued(study));
        Files.delete(StudyFolder.file(Uid.of(study + ".1.1")));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !isCatalogued(study));

        for (String path : List.of("/metadata", "", "/series/" + study + ".1/instances/" + study + ".1.1/rendered")) {
            staff().get("/dicomweb/studies/" + study + path).then().statusCode(410);
        }
        anna().get(metadata).then().statusCode(410).body(containsString("the study has been deleted"));
        Sandbox.patient("ben-okafor").get(metadata).then().statusCode(404);
        staff().get(metadata.replace(study, study + ".1")).then().statusCode(404);

        StudyFolder.write(study, "WQX-1001", "Keller^Anna", "CT", 1, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isCatalogued(study));
        anna().get(metadata).then().statusCode(200);
        Files.delete(StudyFolder.file(Uid.of(study + ".1.1")));
    }

    @Test
    void tellsSubscribersOfAStudyThatComesToTheArchive() throws Exception {
        String study = "1.2.826.0.1.7." + System.nanoTime();
        try (Subscriber subscriber = new Subscriber()) {
            String subscription = ("{'resourceType':'Subscription','status':'requested','reason':'test','criteria':"
                            + "'https://webqx.health/fhir/SubscriptionTopic/imaging-study','_criteria':{'extension':["
                            + "{'url':'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria',"
                            + "'valueString':'ImagingStudy?identifier=urn:oid:" + study
                            + "'}]},'channel':{'type':'rest-hook',"
                            + "'endpoint':'" + subscriber.url()
                            + "','payload':'application/fhir+json','_payload':{'extension':["
                            + "{'url':'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content',"
                            + "'valueCode':'full-resource'}]}}}")
                    .replace('\'', '"');
            Sandbox.backend()
                    .body(subscription)
                    .post("/fhir/Subscription")
                    .then()
                    .statusCode(201);
            subscriber.next("handshake");

            StudyFolder.write(study, "WQX-1001", "Keller^Anna", "CT", 1, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            assertThat(subscriber
                            .next()
                            .bundle()
                            .at("/entry/1/resource/numberOfInstances")
                            .asInt())
                    .isEqualTo(1);
            StudyFolder.write(study, "WQX-1001", "Keller^Anna", "CT", 2, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            assertThat(subscriber
                            .next()
                            .bundle()
                            .at("/entry/1/resource/numberOfInstances")
                            .asInt())
                    .isEqualTo(2);
        } finally {
            for (int slice = 1; slice <= 2; slice++) {
                Files.deleteIfExists(StudyFolder.file(Uid.of(study + ".1." + slice)));
            }
        }
    }

    @Test
    void givesAStudyToThePatientWhoComesAfterIt() throws IOException {
        String number = "LATE-" + System.nanoTime();
        String study = "1.2.826.0.1.8." + System.nanoTime();
        StudyFolder.write(study, number, "Late^Lara", "MR", 1, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isCatalogued(study));

        String id = Sandbox.backend()
                .body(patientWith("https://webqx.health/sandbox/mrn", number))
                .post("/fhir/Patient")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Sandbox.backend().get("/fhir/ImagingStudy?patient=" + id).then().body("total", equalTo(1));

        Sandbox.backend()
                .body(patientWith("https://elsewhere.example", number).replaceFirst("\\{", "{\"id\":\"" + id + "\","))
                .put("/fhir/Patient/" + id)
                .then()
                .statusCode(200);
        Sandbox.backend().get("/fhir/ImagingStudy?patient=" + id).then().body("total", equalTo(0));
        Files.delete(StudyFolder.file(Uid.of(study + ".1.1")));
    }

    private static String patientWith(String system, String value) {
        return "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"" + system + "\",\"value\":\"" + value
                + "\"}]}";
    }

    @Test
    void takesAnImagingStudyThatIsOfNoStudyForNone() {
        Sandbox.backend()
                .body("{\"resourceType\":\"ImagingStudy\",\"status\":\"available\","
                        + "\"subject\":{\"display\":\"nobody\"}}")
                .post("/fhir/ImagingStudy")
                .then()
                .statusCode(201);
        staff().get("/dicomweb/studies")
                .then()
                .statusCode(200)
                .body("'0020000D'.Value.flatten()", hasItem(StudyFolder.ANNA_CT));
    }

    @Test
    void recordsEachAccessWithItsStudy() {
        anna().get(ANNA + "/metadata").then().statusCode(200);
        anna().get(BEN).then().statusCode(404);

        for (String study : List.of(StudyFolder.ANNA_CT, StudyFolder.BEN_MR)) {
            String events = Sandbox.backend()
                    .get("/fhir/AuditEvent?entity:identifier=urn:dicom:uid|urn:oid:" + study)
                    .asString();
            assertThat(events).contains("urn:oid:" + study);
        }
    }

    private static boolean isCatalogued(String study) {
        String found = Sandbox.backend()
                .get("/fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + study)
                .asString();
        return found.contains("\"total\":1");
    }

    private static RequestSpecification anna() {
        return Sandbox.with("patient/*.rs", Map.of("patient", "anna-keller"));
    }

    private static RequestSpecification staff() {
        return Sandbox.with("user/*.rs", Map.of("fhirUser", "Practitioner/lena-moreau"));
    }
}
