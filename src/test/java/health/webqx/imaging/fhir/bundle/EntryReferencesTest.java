package health.webqx.imaging.fhir.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** What an entry says of others leads to where they stand, and its sender's resource stays what it was, for another try. */
class EntryReferencesTest {
    private static final String URN = "urn:uuid:00000000-0000-4000-8000-000000000001";

    private final EntryReferences references = new EntryReferences();

    @Test
    void leadToWhatTheyStandForWhereverTheyStand() {
        references.put(URN, "Patient/1");
        String given =
                """
                {"resourceType":"Observation","identifier":[{"system":"s","value":"%1$s"}],"subject":{"reference":"%1$s"},\
                "text":{"status":"generated","div":"<div><a href=\\"%1$s\\">him</a></div>"},\
                "performer":[{"display":"nobody"},{"reference":"%1$s"}],"valueUri":["other","%1$s"],"status":"final"}"""
                        .formatted(URN);

        ObjectNode resource = json(given);
        ObjectNode resolved = references.resolved(resource);

        assertThat(resolved)
                .isEqualTo(json(
                        """
                        {"resourceType":"Observation","identifier":[{"system":"s","value":"%s"}],"subject":{"reference":"Patient/1"},\
                        "text":{"status":"generated","div":"<div><a href=\\"Patient/1\\">him</a></div>"},\
                        "performer":[{"display":"nobody"},{"reference":"Patient/1"}],"valueUri":["other","Patient/1"],\
                        "status":"final"}"""
                                .formatted(URN)));
        assertThat(resolved.fieldNames()).toIterable().containsExactlyElementsOf(resource::fieldNames);
        assertThat(resource).isEqualTo(json(given));
    }

    @Test
    void areNoReasonForACopyWhereThereAreNone() {
        ObjectNode resource =
                json("{\"resourceType\":\"Patient\",\"link\":[{\"other\":{\"reference\":\"Patient/2\"}}]}");
        assertThat(references.resolved(resource)).isSameAs(resource);
        references.put(URN, "Patient/1");
        assertThat(references.resolved(resource)).isSameAs(resource);
    }

    private static ObjectNode json(String text) {
        return ResourceJson.read(Buffer.buffer(text));
    }
}
