package health.webqx.imaging.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide by the HL7 validator, and what its profiles let pass. */
class ProfilesTest {
    private static final String STUDY_PROFILE = "https://webqx.health/fhir/StructureDefinition/webqx-imaging-study";
    private static final String STUDY =
            """
            {"resourceType":"ImagingStudy","meta":{"profile":["%s"]},
             "identifier":[{"system":"urn:dicom:uid","value":"urn:oid:2.25.1"}],
             "status":"available","subject":{"reference":"Patient/anna"},
             "modality":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"CT"}],
             "endpoint":[{"reference":"Endpoint/here"}],
             "series":[{"uid":"2.25.2","modality":{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"CT"}}]}
            """
                    .formatted(STUDY_PROFILE);

    @ParameterizedTest
    @MethodSource("files")
    void holdsAValidGuide(Path file) throws IOException {
        ObjectNode outcome = Profiles.validate(Buffer.buffer(Files.readAllBytes(file)), Optional.empty());

        assertThat(errors(outcome)).isEmpty();
    }

    @Test
    void listsEveryFileOfTheGuide() throws IOException {
        List<String> listed = Guide.resources().stream()
                .map(resource -> resource.path("resourceType").asText() + "-"
                        + resource.path("id").asText() + ".json")
                .toList();

        assertThat(files().map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void letsPassWhatMeetsItsProfileAndWhatClaimsNone() {
        Buffer study = Buffer.buffer(STUDY);
        Profiles.requireMet(ResourceJson.read(study), study);
        Buffer other = Buffer.buffer("{\"resourceType\":\"ImagingStudy\"}");
        Profiles.requireMet(ResourceJson.read(other), other);
    }

    @Test
    void refusesWhatClaimsAProfileAndDoesNotMeetIt() {
        Buffer unretrievable = Buffer.buffer(STUDY.replaceFirst("\"endpoint\".*\\],\n", ""));
        Buffer unnamed = Buffer.buffer(STUDY.replace("urn:oid:", ""));

        assertThatThrownBy(() -> Profiles.requireMet(ResourceJson.read(unretrievable), unretrievable))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("endpoint");
        assertThatThrownBy(() -> Profiles.requireMet(ResourceJson.read(unnamed), unnamed))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("webqx-study-1");
    }

    @Test
    void tellsWhatIsWrongWithR4AndWhere() {
        ObjectNode outcome = Profiles.validate(
                Buffer.buffer("{\"resourceType\":\"Observation\",\"status\":\"final\"}"), Optional.empty());

        assertThat(errors(outcome)).anySatisfy(error -> assertThat(error).contains("Observation.code"));
    }

    private static Stream<Path> files() throws IOException {
        return Files.list(Path.of("fhir-profiles")).sorted();
    }

    private static List<String> errors(ObjectNode outcome) {
        return StreamSupport.stream(outcome.get("issue").spliterator(), false)
                .filter(issue -> List.of("error", "fatal")
                        .contains(issue.path("severity").asText()))
                .map(JsonNode::toString)
                .toList();
    }
}
