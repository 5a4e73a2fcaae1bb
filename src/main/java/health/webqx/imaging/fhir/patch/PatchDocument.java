package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceXml;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** A change of a resource (R4 3.1.0.6), in one of the two forms there are. Immutable. */
public sealed interface PatchDocument permits JsonPatch, FhirPathPatch {
    /** The media type of a JSON Patch (RFC 6902 6). */
    String JSON_PATCH = "application/json-patch+json";

    /** The media types that a patch may come in. */
    Set<String> MEDIA_TYPES =
            Set.of(JSON_PATCH, "application/fhir+json", "application/json", "application/fhir+xml", "application/xml");

    /**
     * The resource after the change; the one given stays as it is. Whether what it leaves is a valid resource is not looked
     * at.
     *
     * @throws Failure {@code UNPROCESSABLE} where an operation does not apply, naming the operation
     */
    ObjectNode apply(ObjectNode resource);

    /**
     * The patch in a request's body. Takes time in proportion to it: for a worker.
     *
     * @param mediaType one of {@link #MEDIA_TYPES}, parameters left aside
     * @throws Failure {@code MALFORMED} or {@code INVALID} where it is no patch, {@code UNSUPPORTED_MEDIA_TYPE} for another
     *     type
     */
    static PatchDocument read(String mediaType, byte[] body) {
        String essence = essence(mediaType);
        if (!MEDIA_TYPES.contains(essence)) {
            throw Failure.of(FailureKind.UNSUPPORTED_MEDIA_TYPE, "not a media type that a patch may come in");
        } else if (essence.equals(JSON_PATCH)) {
            return JsonPatch.read(Buffer.buffer(body));
        }
        Buffer json = ResourceXml.jsonOf(body);
        ObjectNode parameters = ResourceJson.read(json);
        R4.requireValid("Parameters", parameters, json);
        return FhirPathPatch.of(parameters);
    }

    /**
     * The patch that an entry of a Bundle carries: a Parameters, or a Binary with what would be a request's body (R4
     * 3.1.0.11.2).
     */
    static PatchDocument ofEntry(ObjectNode resource) {
        if (resource.path("resourceType").asText().equals("Parameters")) {
            return FhirPathPatch.of(resource);
        } else if (!resource.path("resourceType").asText().equals("Binary")) {
            throw Failure.of(FailureKind.INVALID, "a patch in a Bundle is a Parameters or a Binary");
        }
        try {
            byte[] body = Base64.getMimeDecoder().decode(resource.path("data").asText());
            return read(resource.path("contentType").asText(), body);
        } catch (IllegalArgumentException e) {
            throw Failure.at(FailureKind.MALFORMED, "Binary.data", "not base64");
        }
    }

    /** A media type without its parameters, in lower case. */
    static String essence(String mediaType) {
        return mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
