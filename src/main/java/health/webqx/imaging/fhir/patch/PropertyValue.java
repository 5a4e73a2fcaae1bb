package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One value of a property.
 *
 * @param json the value; missing or null where a primitive has none
 * @param about the id and extensions of a primitive, which stand beside it (R4 2.6.2.3)
 */
record PropertyValue(JsonNode json, Optional<ObjectNode> about) {
    static PropertyValue of(JsonNode json) {
        return new PropertyValue(json, Optional.empty());
    }

    boolean isMissing() {
        return json.isMissingNode() || json.isNull();
    }
}
