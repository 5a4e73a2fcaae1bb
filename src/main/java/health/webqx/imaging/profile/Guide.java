package health.webqx.imaging.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The resources of the implementation guide, as its ImplementationGuide lists them. */
final class Guide {
    private static final String FOLDER = "/fhir-profiles/";
    private static final String INDEX = "ImplementationGuide-webqx-imaging.json";

    private Guide() {}

    /** Every resource of the guide, the guide itself first. */
    static List<ObjectNode> resources() {
        ObjectNode guide = file(INDEX);
        List<ObjectNode> all = new ArrayList<>(List.of(guide));
        for (JsonNode listed : guide.path("definition").path("resource")) {
            String reference = listed.path("reference").path("reference").asText();
            all.add(file(reference.replace('/', '-') + ".json"));
        }
        return all;
    }

    private static ObjectNode file(String name) {
        try (InputStream bytes = Guide.class.getResourceAsStream(FOLDER + name)) {
            if (bytes == null) {
                throw new IllegalStateException(FOLDER + name + " is not on the class path");
            }
            return ResourceJson.readStored(Buffer.buffer(bytes.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
