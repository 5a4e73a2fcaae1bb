package health.webqx.imaging.fhir.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import java.util.Optional;

/**
 * One entry of a batch or transaction (R4 3.1.0.11.2).
 *
 * @param index its place in the Bundle, from 0
 * @param fullUrl by which other entries refer to its resource
 * @param method what is to be done
 * @param type the resource type of its address; empty where a read is of all types
 * @param id the logical id of its address
 * @param query of its address, or of {@code ifNoneExist}; a condition, but for GET and HEAD
 * @param ifMatch the version that must be the current one
 * @param ifNoneMatch of a read the versions that the client has; {@code *} of an update that must find nothing
 * @param ifModifiedSince of a read since when the client has what it has
 * @param resource what is to be written
 * @param url its address as it is written, below the FHIR base
 */
public record BundleEntry(
        int index,
        Optional<String> fullUrl,
        Method method,
        String type,
        Optional<String> id,
        Optional<String> query,
        Optional<Integer> ifMatch,
        Optional<String> ifNoneMatch,
        Optional<String> ifModifiedSince,
        Optional<ObjectNode> resource,
        String url) {
    /** What an entry does, in the order in which a transaction does it. */
    public enum Method {
        DELETE,
        POST,
        PUT,
        PATCH,
        GET,
        HEAD;

        /** Whether it changes nothing. */
        public boolean reads() {
            return this == GET || this == HEAD;
        }
    }

    /** Where in the Bundle it is, as FHIRPath. */
    public String place() {
        return "Bundle.entry[" + index + "]";
    }

    /** As {@link #told(Failure)}; what is no {@link Failure} stays as it is. */
    public Throwable told(Throwable thrown) {
        return thrown instanceof Failure failure ? told(failure) : thrown;
    }

    /** A failure of this entry, told at its place. */
    public Failure told(Failure failure) {
        String place = failure.location()
                .filter(inner -> inner.startsWith("Bundle."))
                .orElseGet(() ->
                        failure.location().map(inner -> place() + ": " + inner).orElse(place()));
        return failure.movedTo(place);
    }
}
