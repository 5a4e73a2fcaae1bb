package health.webqx.imaging.access.policy;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Which modalities a specialty works with: our ConceptMap {@code webqx-specialty-modality}, read once. */
final class Specialties {
    private static final String FILE = "/fhir-profiles/ConceptMap-webqx-specialty-modality.json";
    private static final Map<String, Set<String>> MODALITIES = read();

    private Specialties() {}

    /** The DICOM modality codes of the specialties that a PractitionerRole has; empty where none is known. */
    static Set<String> modalities(JsonNode practitionerRole) {
        Set<String> modalities = new TreeSet<>();
        for (JsonNode specialty : practitionerRole.path("specialty")) {
            for (JsonNode coding : specialty.path("coding")) {
                modalities.addAll(MODALITIES.getOrDefault(
                        coding.path("system").asText() + "|"
                                + coding.path("code").asText(),
                        Set.of()));
            }
        }
        return modalities;
    }

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> modalities = new HashMap<>();
        try (InputStream file = Objects.requireNonNull(Specialties.class.getResourceAsStream(FILE))) {
            for (JsonNode group :
                    ResourceJson.read(Buffer.buffer(file.readAllBytes())).path("group")) {
                for (JsonNode element : group.path("element")) {
                    String specialty = group.path("source").asText() + "|"
                            + element.path("code").asText();
                    Set<String> codes = modalities.computeIfAbsent(specialty, none -> new TreeSet<>());
                    element.path("target")
                            .forEach(target -> codes.add(target.path("code").asText()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(modalities);
    }
}
