package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operation was given: parameters of the address, or of a Parameters in the body (R4 3.2.0.1).
 *
 * @param parameters names and values as text, in their order
 */
public record OperationInput(List<Map.Entry<String, String>> parameters) {
    /** Parameters about the answer's form. */
    private static final Set<String> FORM = Set.of("_format", "_pretty");

    /** Parameters of the address and, where there is a body, those in it; {@code MALFORMED} for a body that is not JSON. */
    public static OperationInput of(List<Map.Entry<String, String>> address, byte[] body) {
        List<Map.Entry<String, String>> all = new ArrayList<>(address);
        if (body.length > 0) {
            for (JsonNode parameter : ResourceJson.read(Buffer.buffer(body)).path("parameter")) {
                all.add(Map.entry(parameter.path("name").asText(), value(parameter)));
            }
        }
        return new OperationInput(List.copyOf(all));
    }

    private static String value(JsonNode parameter) {
        for (Map.Entry<String, JsonNode> member : parameter.properties()) {
            if (member.getKey().startsWith("value")) {
                JsonNode value = member.getValue();
                return value.isObject() ? value.path("reference").asText() : value.asText();
            }
        }
        return "";
    }

    /** Fails with {@code UNSUPPORTED} where there are others than these, if the caller wants to be told. */
    OperationInput requireKnown(Set<String> known, boolean strict) {
        parameters.stream()
                .map(Map.Entry::getKey)
                .filter(name -> strict && !known.contains(name) && !FORM.contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw Failure.at(FailureKind.UNSUPPORTED, unknown, "not a parameter of this operation");
                });
        return this;
    }

    /** All values given for a name. */
    List<String> all(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The value given for a name; {@code INVALID} for several. */
    Optional<String> one(String name) {
        List<String> values = all(name);
        if (values.size() > 1 && new HashSet<>(values).size() > 1) {
            throw Failure.at(FailureKind.INVALID, name, "it is given more than once");
        }
        return values.stream().findFirst();
    }

    /** A whole number from 0 on; {@code INVALID} for anything else. */
    Optional<Long> number(String name) {
        return one(name).map(text -> {
            if (!text.matches("\\d{1,18}")) {
                throw Failure.at(FailureKind.INVALID, name, "not a whole number");
            }
            return Long.valueOf(text);
        });
    }
}
