package health.webqx.imaging.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Where in a resource something is, as the FHIRPath by which an OperationOutcome names it. */
final class JsonPlaces {
    private JsonPlaces() {}

    /**
     * The first place whose value is as wanted.
     *
     * @param path of the node itself
     */
    static Optional<String> of(String path, JsonNode node, Predicate<JsonNode> wanted) {
        if (wanted.test(node)) {
            return Optional.of(path);
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            Optional<String> found = of(path + "." + member.getKey(), member.getValue(), wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            Optional<String> found = of(path + "[" + i + "]", node.get(i), wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
