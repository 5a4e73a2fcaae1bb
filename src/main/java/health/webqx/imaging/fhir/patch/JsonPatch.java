package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A JSON Patch (RFC 6902). Failures name the operation by its place in the array, as in {@code [2].path}. */
public final class JsonPatch implements PatchDocument {
    private static final int MOST_OPERATIONS = 1000;

    /** Some times what a request's body may have: {@code copy} could double a resource again and again. */
    private static final long MOST_PLACED = 50_000_000;

    /** No resource nests deeper: what is put into what was put there stays far from a stack's end. */
    private static final int DEEPEST = 120;

    private final List<Operation> operations;

    private enum Name {
        ADD,
        REMOVE,
        REPLACE,
        MOVE,
        COPY,
        TEST
    }

    /** @param from only of move and copy, {@code value} only of add, replace and test; else what is not looked at */
    private record Operation(Name name, JsonPointer path, JsonPointer from, JsonNode value) {}

    private JsonPatch(List<Operation> operations) {
        this.operations = operations;
    }

    /** {@code MALFORMED} where the text is no JSON array of operations. */
    static JsonPatch read(Buffer text) {
        if (!(ResourceJson.tree(text) instanceof ArrayNode array)) {
            throw Failure.of(FailureKind.MALFORMED, "the body is not a JSON Patch: an array of operations");
        }
        if (array.size() > MOST_OPERATIONS) {
            throw Failure.of(FailureKind.TOO_LARGE, "more than " + MOST_OPERATIONS + " operations");
        }
        List<Operation> operations = new ArrayList<>();
        for (JsonNode operation : array) {
            operations.add(operation("[" + operations.size() + "]", operation));
        }
        return new JsonPatch(List.copyOf(operations));
    }

    private static Operation operation(String place, JsonNode given) {
        Name name = name(place, given.path("op").asText());
        boolean hasFrom = name == Name.MOVE || name == Name.COPY;
        boolean hasValue = name == Name.ADD || name == Name.REPLACE || name == Name.TEST;
        if (hasValue && !given.has("value")) {
            throw Failure.at(FailureKind.MALFORMED, place + ".value", "the operation needs a value");
        }
        return new Operation(
                name,
                JsonPointer.read(place + ".path", given.path("path")),
                hasFrom ? JsonPointer.read(place + ".from", given.path("from")) : JsonPointer.WHOLE,
                given.path("value"));
    }

    private static Name name(String place, String text) {
        for (Name name : Name.values()) {
            if (name.toString().toLowerCase(Locale.ROOT).equals(text)) {
                return name;
            }
        }
        throw Failure.at(
                FailureKind.MALFORMED, place + ".op", "an operation is add, remove, replace, move, copy or test");
    }

    @Override
    public ObjectNode apply(ObjectNode resource) {
        Allowance work = new Allowance(MOST_PLACED);
        JsonNode document = resource.deepCopy();
        for (int i = 0; i < operations.size(); i++) {
            document = applied(operations.get(i), "[" + i + "]", document, work);
        }
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw Failure.of(FailureKind.UNPROCESSABLE, "the patch leaves no JSON object");
    }

    private static JsonNode applied(Operation operation, String place, JsonNode document, Allowance work) {
        JsonPointer path = operation.path();
        switch (operation.name()) {
            case ADD -> {
                return path.add(place + ".path", document, placed(operation.value(), path, work));
            }
            case REMOVE -> path.remove(place + ".path", document);
            case REPLACE -> {
                path.get(place + ".path", document);
                return path.replace(place + ".path", document, placed(operation.value(), path, work));
            }
            case MOVE -> {
                if (path.isBelow(operation.from())) {
                    throw Failure.at(FailureKind.UNPROCESSABLE, place + ".path", "nothing moves into itself");
                }
                JsonNode moved = operation.from().get(place + ".from", document);
                if (path.equals(operation.from())) {
                    return document;
                }
                operation.from().remove(place + ".from", document);
                return path.add(place + ".path", document, placed(moved, path, work));
            }
            case COPY -> {
                JsonNode copied = operation.from().get(place + ".from", document);
                return path.add(place + ".path", document, placed(copied, path, work));
            }
            case TEST -> {
                if (!isEqual(operation.value(), path.get(place + ".path", document))) {
                    throw Failure.at(FailureKind.UNPROCESSABLE, place, "the value is another one than is tested for");
                }
            }
        }
        return document;
    }

    /** A copy of a value for a place, once it is sure that it is neither too large nor too deep for it. */
    private static JsonNode placed(JsonNode value, JsonPointer path, Allowance work) {
        work.spend(weight(value, DEEPEST - path.tokens().size()));
        return value.deepCopy();
    }

    /** Roughly what a tree takes in memory and when it is written. */
    private static long weight(JsonNode node, int deepest) {
        if (deepest < 0) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the patch nests deeper than any resource");
        }
        long weight = 32L + (node.isTextual() ? node.textValue().length() : 0);
        for (JsonNode child : node) {
            weight += weight(child, deepest - 1);
        }
        return weight;
    }

    /** Numbers are equal by their value, objects whatever their members' order (RFC 6902 4.6). */
    private static boolean isEqual(JsonNode one, JsonNode other) {
        return one.equals(
                (a, b) -> a.isNumber() && b.isNumber() && a.decimalValue().compareTo(b.decimalValue()) == 0
                        ? 0
                        : a.equals(b) ? 0 : 1,
                other);
    }
}
