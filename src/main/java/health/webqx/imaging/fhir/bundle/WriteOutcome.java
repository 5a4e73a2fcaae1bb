package health.webqx.imaging.fhir.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.store.Written;

/** The OperationOutcome that tells what a write did, for those who prefer that to the resource (R4 3.1.0.1.9). */
public final class WriteOutcome {
    private WriteOutcome() {}

    /** A resource was written, or was there and is left as it was. */
    public static ObjectNode of(Written written) {
        String reference = written.resource().key().reference();
        return informational(
                written.created()
                        ? reference + " was created"
                        : reference + " is at version " + written.resource().version());
    }

    /** There is no such resource any more. */
    public static ObjectNode ofDeletion() {
        return informational("the resource is deleted");
    }

    private static ObjectNode informational(String diagnostics) {
        ObjectNode outcome = ResourceJson.object();
        outcome.put("resourceType", "OperationOutcome");
        outcome.putArray("issue")
                .addObject()
                .put("severity", "information")
                .put("code", "informational")
                .put("diagnostics", diagnostics);
        return outcome;
    }
}
