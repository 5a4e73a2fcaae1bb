package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Bundles that Synthea made load as they are; skipped where {@code ../shared/fhir} is not beside the project. */
@QuarkusTest
class SyntheaTest {
    private static final Path FOLDER = Path.of("../shared/fhir/synthea");
    private static final int PATIENTS = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void loadsTwiceAndReadsBackEqual() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "SKIPPED: there is no " + FOLDER);
        for (String first : List.of("hospital", "practitioner")) {
            String loaded = load(first).get(0).asString();
            String again = load(first).get(0).asString();
            assertThat(statuses(loaded)).allMatch(status -> status.startsWith("20"));
            assertThat(statuses(again)).allMatch(status -> status.startsWith("20"));
        }
        long organizations = count("Organization");
        long practitioners = count("Practitioner");
        load("hospital");
        load("practitioner");
        assertThat(count("Organization")).isEqualTo(organizations);
        assertThat(count("Practitioner")).isEqualTo(practitioners);

        List<Path> patients;
        try (Stream<Path> files = Files.list(FOLDER)) {
            patients = files.filter(file -> file.getFileName().toString().matches("[A-Z].*"))
                    .sorted()
                    .limit(PATIENTS)
                    .toList();
        }
        for (Path file : patients) {
            readsBackEqual(file);
        }
    }

    private static void readsBackEqual(Path file) throws IOException {
        Response loaded = Sandbox.backend().body(Files.readAllBytes(file)).post("/fhir");
        assertThat(loaded.statusCode()).as(loaded.asString()).isEqualTo(200);
        JsonNode sent = JSON.readTree(file.toFile()).path("entry");
        JsonNode answered = JSON.readTree(loaded.asByteArray()).path("entry");
        assertThat(answered).hasSize(sent.size());
        for (int i = 0; i < sent.size(); i += 7) {
            String location = answered.get(i).path("response").path("location").asText();
            ObjectNode read = (ObjectNode)
                    JSON.readTree(Sandbox.backend().get("/fhir/" + location).asByteArray());
            assertThat(read.toString()).doesNotContain("\"urn:uuid:").doesNotContain("?identifier=");
            assertThat(withoutReferences(read))
                    .isEqualTo(withoutReferences((ObjectNode) sent.get(i).path("resource")));
        }
    }

    private static JsonNode withoutReferences(ObjectNode resource) throws IOException {
        ObjectNode plain = (ObjectNode)
                JSON.readTree(resource.toString().replaceAll("\"reference\":\"[^\"]*\"", "\"reference\":\"\""));
        plain.remove("id");
        if (plain.get("meta") instanceof ObjectNode meta) {
            meta.remove(List.of("versionId", "lastUpdated"));
            if (meta.isEmpty()) {
                plain.remove("meta");
            }
        }
        return plain;
    }

    private static List<Response> load(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .map(SyntheaTest::post)
                    .toList();
        }
    }

    private static Response post(Path file) {
        try {
            return Sandbox.backend().body(Files.readAllBytes(file)).post("/fhir");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> statuses(String bundle) {
        return io.restassured.path.json.JsonPath.from(bundle).getList("entry.response.status");
    }

    private static long count(String type) {
        return Sandbox.backend()
                .get("/fhir/" + type + "?_summary=count")
                .jsonPath()
                .getLong("total");
    }
}
