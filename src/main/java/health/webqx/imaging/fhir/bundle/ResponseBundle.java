package health.webqx.imaging.fhir.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Written;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** Assembles what became of each entry, in the entries' order (R4 3.1.0.11.2.4). */
public final class ResponseBundle {
    private ResponseBundle() {}

    /**
     * What became of one entry.
     *
     * @param response {@code entry.response}
     * @param resource what the entry gives back, as JSON
     */
    public record Result(ObjectNode response, Optional<Buffer> resource) {
        /** A resource was written, or was there. */
        public static Result of(Written written, PreferredReturn preferred) {
            StoredResource resource = written.resource();
            ObjectNode response = status(written.created() ? 201 : 200);
            response.put("location", resource.key().reference() + "/_history/" + resource.version());
            tellVersion(response, resource);
            if (preferred == PreferredReturn.OPERATION_OUTCOME) {
                response.set("outcome", WriteOutcome.of(written));
            }
            boolean representation = preferred == PreferredReturn.REPRESENTATION;
            return new Result(response, representation ? Optional.of(resource.json()) : Optional.empty());
        }

        /** A version was read, which the client may have already (R4 3.1.0.1.1). */
        public static Result of(StoredResource resource, boolean known) {
            ObjectNode response = status(known ? 304 : 200);
            tellVersion(response, resource);
            return new Result(response, known ? Optional.empty() : Optional.of(resource.json()));
        }

        private static void tellVersion(ObjectNode response, StoredResource resource) {
            response.put("etag", resource.etag());
            response.put("lastModified", ResourceJson.instant(resource.lastUpdated()));
        }

        /** Resources were searched for. */
        public static Result of(Buffer json) {
            return new Result(status(200), Optional.of(json));
        }

        /** A resource is gone. */
        public static Result deleted(PreferredReturn preferred) {
            ObjectNode response = status(204);
            if (preferred == PreferredReturn.OPERATION_OUTCOME) {
                response.set("outcome", WriteOutcome.ofDeletion());
            }
            return new Result(response, Optional.empty());
        }

        /** The same without what it gives back (RFC 9110 9.3.2 HEAD). */
        public Result withoutResource() {
            return new Result(response, Optional.empty());
        }

        /** The entry failed, alone. */
        public static Result of(Throwable thrown) {
            Failure failure =
                    thrown instanceof Failure known ? known : Failure.of(FailureKind.INTERNAL, "an unexpected failure");
            ObjectNode response = status(failure.kind().status());
            response.set("outcome", FailureMapper.operationOutcome(failure));
            return new Result(response, Optional.empty());
        }

        private static ObjectNode status(int code) {
            return ResourceJson.object()
                    .put("status", code + " " + HttpResponseStatus.valueOf(code).reasonPhrase());
        }
    }

    /** The Bundle. */
    public static Buffer of(boolean atomic, List<Result> results) {
        String type = atomic ? "transaction-response" : "batch-response";
        Buffer bundle = Buffer.buffer("{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\"");
        for (int i = 0; i < results.size(); i++) {
            bundle.appendString(i == 0 ? ",\"entry\":[{" : ",{");
            results.get(i).resource().ifPresent(resource -> bundle.appendString("\"resource\":")
                    .appendBuffer(resource)
                    .appendString(","));
            bundle.appendString("\"response\":")
                    .appendBuffer(ResourceJson.write(results.get(i).response()))
                    .appendString("}");
        }
        return bundle.appendString(results.isEmpty() ? "}" : "]}");
    }
}
