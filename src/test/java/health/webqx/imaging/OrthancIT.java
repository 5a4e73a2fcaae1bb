package health.webqx.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.pacs.OrthancProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The packaged server before a real Orthanc that is named by the WebQX module's variables. */
class OrthancIT {
    private static final Path LATE = Path.of("pydicom/test_files/CT_small.dcm");

    @Test
    void everyStudyThatOrthancHoldsIsInTheCatalogueAndSoIsOneThatComesLater() throws Exception {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/it")).toAbsolutePath(), "orthanc");
        try (OrthancProcess orthanc = OrthancProcess.start(folder.resolve("orthanc"))) {
            Set<String> accepted = upload(orthanc);
            try (PackagedServer server = PackagedServer.demo(folder.resolve("demo"), variables(orthanc))) {
                String token = server.token("system/*.rs", "");
                awaitCatalogue(server, token, accepted);

                assertThat(orthanc.upload(Peer.requireDicomFiles().resolve(LATE)))
                        .isTrue();
                String late = study(Peer.requireDicomFiles().resolve(LATE)).orElseThrow();
                accepted.add(late);
                awaitCatalogue(server, token, accepted);
                assertThat(server.save("/dicomweb/studies/" + late, token, folder.resolve("late")))
                        .hasSize(1);

                orthanc.delete(late);
                accepted.remove(late);
                awaitCatalogue(server, token, accepted);
                assertThat(server.get("/dicomweb/studies/" + late, token).statusCode())
                        .isEqualTo(410);
            }
        }
    }

    private static Map<String, String> variables(OrthancProcess orthanc) {
        return Map.of(
                "ORTHANC_URL",
                "http://localhost",
                "ORTHANC_PORT",
                Integer.toString(orthanc.port()),
                "ORTHANC_USERNAME",
                OrthancProcess.USER,
                "ORTHANC_PASSWORD",
                OrthancProcess.PASSWORD);
    }

    /** The studies of the files that Orthanc takes. */
    private static Set<String> upload(OrthancProcess orthanc) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Peer.requireDicomFiles())) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(LATE))
                    .sorted()
                    .toList();
        }
        Set<String> studies = new TreeSet<>();
        for (Path file : files) {
            if (orthanc.upload(file)) {
                study(file).ifPresent(studies::add);
            }
        }
        return studies;
    }

    private static Optional<String> study(Path file) throws IOException {
        return DicomFile.read(file).dataSet().string(Tag.StudyInstanceUID);
    }

    private static void awaitCatalogue(PackagedServer server, String token, Set<String> expected) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(catalogued(server, token)).isEqualTo(expected));
    }

    private static Set<String> catalogued(PackagedServer server, String token) throws Exception {
        Set<String> studies = new TreeSet<>();
        JsonNode page = server.json("/fhir/ImagingStudy?endpoint=Endpoint/pacs-orthanc&_count=500", token);
        page.path("entry")
                .forEach(entry -> studies.add(entry.path("resource")
                        .path("identifier")
                        .path(0)
                        .path("value")
                        .asText()
                        .replace("urn:oid:", "")));
        return studies;
    }
}
