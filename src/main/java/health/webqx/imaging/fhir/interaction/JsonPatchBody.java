package health.webqx.imaging.fhir.interaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonPatch;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** A JSON Patch in a request's body (RFC 6902), applied by Jakarta JSON Processing, which keeps the digits of decimals. */
final class JsonPatchBody {
    private final JsonPatch patch;

    private JsonPatchBody(JsonPatch patch) {
        this.patch = patch;
    }

    /** {@code MALFORMED} where the body is no JSON array of operations. */
    static JsonPatchBody read(byte[] body) {
        ResourceJson.tree(Buffer.buffer(body));
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
            JsonArray operations = reader.readArray();
            requireOperations(operations);
            return new JsonPatchBody(Json.createPatch(operations));
        } catch (JsonException | ClassCastException e) {
            throw Failure.of(FailureKind.MALFORMED, "the body is not a JSON Patch: an array of operations");
        }
    }

    /** The JSON after all operations; {@code UNPROCESSABLE} where one does not apply. */
    ObjectNode apply(Buffer json) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(json.getBytes()))) {
            JsonObject patched = patch.apply(reader.readObject());
            return ResourceJson.readStored(Buffer.buffer(patched.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (JsonException | ClassCastException e) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "an operation of the patch does not apply to the resource");
        }
    }

    private static void requireOperations(JsonArray operations) {
        for (JsonObject operation : operations.getValuesAs(JsonObject.class)) {
            boolean formed = operation.getString("op", "").matches("add|remove|replace|move|copy|test")
                    && operation.getString("path", "?").matches("|/.*")
                    && (!operation.getString("op", "").matches("move|copy") || operation.containsKey("from"))
                    && (!operation.getString("op", "").matches("add|replace|test") || operation.containsKey("value"));
            if (!formed) {
                throw new JsonException("not an operation");
            }
        }
    }
}
