package health.webqx.imaging.access;

import health.webqx.imaging.resource.ResourceKey;
import java.util.Optional;
import java.util.Set;

/**
 * What permitted work is about to give away, for the record.
 *
 * @param answer the answer
 * @param patients ids of the patients whose records it is from
 * @param resource the resource it is, when it is one
 * @param emergency why the caller breaks the glass by it, when it does
 */
public record Disclosure<T>(
        T answer, Set<String> patients, Optional<ResourceKey> resource, Optional<String> emergency) {
    /** An answer from several resources or none. */
    public static <T> Disclosure<T> of(T answer, Set<String> patients) {
        return new Disclosure<>(answer, patients, Optional.empty(), Optional.empty());
    }

    /** An answer from one resource. */
    public static <T> Disclosure<T> of(T answer, Set<String> patients, ResourceKey resource) {
        return new Disclosure<>(answer, patients, Optional.of(resource), Optional.empty());
    }

    /** The same, by which the caller breaks the glass. */
    public Disclosure<T> inEmergency(String reason) {
        return new Disclosure<>(answer, patients, resource, Optional.of(reason));
    }
}
