package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Bundles that Synthea made load as they are, all of them; skipped where {@code ../shared/fhir} is not beside the project.
 */
@QuarkusTest
class SyntheaTest {
    private static final Path FOLDER = Path.of("../shared/fhir/synthea");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @BeforeAll
    static void requireFiles() {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "SKIPPED: there is no " + FOLDER);
    }

    @Test
    void loadsEveryPatientAfterThoseWhoTreatThemAndReadsEachResourceBackEqual() throws IOException {
        load("hospital");
        load("practitioner");
        Map<String, Long> treating = counts(Set.of("Organization", "Practitioner", "Location"));
        load("hospital");
        load("practitioner");
        assertThat(counts(treating.keySet())).isEqualTo(treating);

        List<JsonNode> patients = new ArrayList<>();
        for (Path file : files("[A-Z]")) {
            patients.add(JSON.readTree(file.toFile()).path("entry"));
        }
        Map<String, Long> sent = new TreeMap<>();
        patients.forEach(entries -> entries.forEach(
                entry -> sent.merge(entry.path("resource").path("resourceType").asText(), 1L, Long::sum)));
        Map<String, Long> before = counts(sent.keySet());
        for (Path file : files("[A-Z]")) {
            readsBackEqual(JSON.readTree(file.toFile()).path("entry"), load(file));
        }
        assertThat(patients).hasSize(16);
        Map<String, Long> after = new TreeMap<>(before);
        sent.forEach((type, count) -> after.merge(type, count, Long::sum));
        assertThat(counts(sent.keySet())).isEqualTo(after);
    }

    private static void readsBackEqual(JsonNode sent, JsonNode loaded) throws IOException {
        assertThat(loaded).hasSize(sent.size());
        ObjectNode batch = JSON.createObjectNode().put("resourceType", "Bundle").put("type", "batch");
        for (JsonNode entry : loaded) {
            batch.withArray("entry")
                    .addObject()
                    .putObject("request")
                    .put("method", "GET")
                    .put("url", entry.path("response").path("location").asText());
        }
        JsonNode read = post(batch.toString().getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < sent.size(); i++) {
            ObjectNode stored = (ObjectNode) read.get(i).path("resource");
            assertThat(stored.toString()).doesNotContain("\"urn:uuid:").doesNotContain("?identifier=");
            assertThat(withoutReferences(stored))
                    .isEqualTo(withoutReferences((ObjectNode) sent.get(i).path("resource")));
        }
    }

    private static void load(String prefix) throws IOException {
        for (Path file : files(prefix)) {
            load(file);
        }
    }

    private static JsonNode load(Path file) throws IOException {
        JsonNode entries = post(Files.readAllBytes(file));
        entries.forEach(entry ->
                assertThat(entry.path("response").path("status").asText()).startsWith("20"));
        return entries;
    }

    private static JsonNode post(byte[] bundle) throws IOException {
        Response answer = Sandbox.backend().body(bundle).post("/fhir");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return JSON.readTree(answer.asByteArray()).path("entry");
    }

    private static List<Path> files(String beginning) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().matches(beginning + ".*"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Long> counts(Set<String> types) {
        Map<String, Long> counts = new TreeMap<>();
        types.forEach(type -> counts.put(
                type,
                Sandbox.backend()
                        .get("/fhir/" + type + "?_summary=count")
                        .jsonPath()
                        .getLong("total")));
        return counts;
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
}
