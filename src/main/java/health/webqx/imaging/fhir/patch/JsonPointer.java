package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON document (RFC 6901), and what a JSON Patch does there. Every method takes the place in the patch that a
 * failure is to name.
 */
record JsonPointer(List<String> tokens) {
    /** The document itself. */
    static final JsonPointer WHOLE = new JsonPointer(List.of());

    /** Deeper than any resource nests: what operations build up stays far from a stack's end. */
    private static final int MOST_TOKENS = 120;

    /** {@code MALFORMED} where the node is no JSON Pointer. */
    static JsonPointer read(String place, JsonNode node) {
        String text = node.isTextual() ? node.textValue() : "?";
        if (!text.isEmpty() && (text.charAt(0) != '/' || text.matches("(?s).*~(?![01]).*"))) {
            throw Failure.at(FailureKind.MALFORMED, place, "not a JSON Pointer, as in /name/0/family");
        }
        List<String> tokens = new ArrayList<>();
        for (String token : text.split("/", -1)) {
            tokens.add(token.replace("~1", "/").replace("~0", "~"));
        }
        if (tokens.size() > MOST_TOKENS) {
            throw Failure.at(FailureKind.MALFORMED, place, "the JSON Pointer goes deeper than any resource");
        }
        return new JsonPointer(List.copyOf(tokens.subList(1, tokens.size())));
    }

    boolean isBelow(JsonPointer other) {
        return tokens.size() > other.tokens.size()
                && tokens.subList(0, other.tokens.size()).equals(other.tokens);
    }

    /** What is there; {@code UNPROCESSABLE} where nothing is. */
    JsonNode get(String place, JsonNode document) {
        JsonNode node = document;
        for (String token : tokens) {
            node = child(place, node, token);
        }
        return node;
    }

    /** The document with the value there: a member set, an array's element inserted before the one that was there. */
    JsonNode add(String place, JsonNode document, JsonNode value) {
        if (tokens.isEmpty()) {
            return value;
        }
        JsonNode parent = parent(place, document);
        if (parent instanceof ObjectNode object) {
            object.set(last(), value);
        } else if (parent instanceof ArrayNode array) {
            array.insert(last().equals("-") ? array.size() : index(place, last(), array.size()), value);
        } else {
            throw nothing(place);
        }
        return document;
    }

    /** The document with the value in place of what is there, which is known to be. */
    JsonNode replace(String place, JsonNode document, JsonNode value) {
        if (tokens.isEmpty()) {
            return value;
        }
        JsonNode parent = parent(place, document);
        if (parent instanceof ArrayNode array) {
            array.set(index(place, last(), array.size() - 1), value);
        } else if (parent instanceof ObjectNode object) {
            object.set(last(), value);
        }
        return document;
    }

    /** Takes away what is there; {@code UNPROCESSABLE} where nothing is, or where it is the whole document. */
    void remove(String place, JsonNode document) {
        get(place, document);
        if (tokens.isEmpty()) {
            throw Failure.at(FailureKind.UNPROCESSABLE, place, "the resource itself cannot be removed");
        }
        JsonNode parent = parent(place, document);
        if (parent instanceof ArrayNode array) {
            array.remove(index(place, last(), array.size() - 1));
        } else if (parent instanceof ObjectNode object) {
            object.remove(last());
        }
    }

    private JsonNode parent(String place, JsonNode document) {
        return new JsonPointer(tokens.subList(0, tokens.size() - 1)).get(place, document);
    }

    private String last() {
        return tokens.get(tokens.size() - 1);
    }

    private static JsonNode child(String place, JsonNode node, String token) {
        @Nullable
        JsonNode child =
                node instanceof ArrayNode array ? array.get(index(place, token, array.size() - 1)) : node.get(token);
        if (child == null) {
            throw nothing(place);
        }
        return child;
    }

    private static int index(String place, String token, int greatest) {
        if (!token.matches("0|[1-9]\\d{0,8}") || Integer.parseInt(token) > greatest) {
            throw nothing(place);
        }
        return Integer.parseInt(token);
    }

    private static Failure nothing(String place) {
        return Failure.at(FailureKind.UNPROCESSABLE, place, "there is nothing at this place of the resource");
    }
}
