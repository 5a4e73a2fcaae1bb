package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One operation of a FHIRPath Patch.
 *
 * @param place where in the Parameters it is
 * @param type what it does
 * @param path which element or list it is about
 * @param name of the element that is added
 * @param value what is put there
 * @param index where in the list it is inserted, from 0
 * @param source where in the list it is moved from
 * @param destination where it is afterwards
 */
record PatchOperation(
        String place,
        Type type,
        PathExpression path,
        Optional<String> name,
        Optional<PatchValue> value,
        Optional<Integer> index,
        Optional<Integer> source,
        Optional<Integer> destination) {
    enum Type {
        ADD,
        INSERT,
        DELETE,
        REPLACE,
        MOVE
    }

    /** {@code INVALID} where a part is missing, unknown, there twice, or not of its type. */
    static PatchOperation read(String place, JsonNode parameter) {
        if (!parameter.path("name").asText().equals("operation")) {
            throw Failure.at(FailureKind.INVALID, place + ".name", "every parameter of a patch is an operation");
        }
        Parts parts = Parts.of(place, parameter);
        Type type = type(place, parts.text("type"));
        PatchOperation operation = new PatchOperation(
                place,
                type,
                parts.path(),
                parts.optionalText("name"),
                parts.value(),
                parts.number("index"),
                parts.number("source"),
                parts.number("destination"));
        operation.requireParts();
        return operation;
    }

    private static Type type(String place, String text) {
        for (Type type : Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(text)) {
                return type;
            }
        }
        throw Failure.at(FailureKind.INVALID, place, "a type is add, insert, delete, replace or move");
    }

    private void requireParts() {
        List<String> missing =
                switch (type) {
                    case ADD -> name.isEmpty() ? List.of("name") : value.isEmpty() ? List.of("value") : List.of();
                    case INSERT -> index.isEmpty() ? List.of("index") : value.isEmpty() ? List.of("value") : List.of();
                    case REPLACE -> value.isEmpty() ? List.of("value") : List.of();
                    case MOVE ->
                        source.isEmpty()
                                ? List.of("source")
                                : destination.isEmpty() ? List.of("destination") : List.of();
                    case DELETE -> List.of();
                };
        if (!missing.isEmpty()) {
            throw Failure.at(FailureKind.INVALID, place, "the operation needs the part " + missing.get(0));
        }
    }

    /** The parts of an operation by their names. */
    private record Parts(String place, ObjectNode named) {
        private static final List<String> KNOWN =
                List.of("type", "path", "name", "value", "index", "source", "destination");

        static Parts of(String place, JsonNode parameter) {
            ObjectNode named = ResourceJson.object();
            int i = 0;
            for (JsonNode part : parameter.path("part")) {
                String name = part.path("name").asText();
                if (!KNOWN.contains(name) || named.has(name)) {
                    throw Failure.at(
                            FailureKind.INVALID,
                            place + ".part[" + i + "].name",
                            "parts are " + String.join(", ", KNOWN) + ", each once");
                }
                named.set(name, part);
                i++;
            }
            return new Parts(place, named);
        }

        PathExpression path() {
            try {
                return PathParser.parse(text("path"));
            } catch (Failure failure) {
                throw Failure.at(failure.kind(), failure.location().orElse(place + ": path"), failure.diagnostics());
            }
        }

        String text(String name) {
            return optionalText(name)
                    .orElseThrow(() -> Failure.at(FailureKind.INVALID, place, "the operation needs the part " + name));
        }

        Optional<String> optionalText(String name) {
            JsonNode part = named.path(name);
            for (String key : List.of("valueString", "valueCode")) {
                if (part.hasNonNull(key)) {
                    return Optional.of(part.get(key).asText());
                }
            }
            return Optional.empty();
        }

        Optional<Integer> number(String name) {
            if (!named.has(name)) {
                return Optional.empty();
            }
            for (String key : List.of("valueInteger", "valueUnsignedInt", "valuePositiveInt")) {
                if (named.get(name).path(key).canConvertToInt()
                        && named.get(name).get(key).intValue() >= 0) {
                    return Optional.of(named.get(name).get(key).intValue());
                }
            }
            throw Failure.at(FailureKind.INVALID, place, "the part " + name + " is an integer from 0");
        }

        Optional<PatchValue> value() {
            return named.get("value") instanceof ObjectNode part ? Optional.of(new PatchValue(part)) : Optional.empty();
        }
    }
}
