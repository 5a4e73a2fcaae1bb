package health.webqx.imaging.fhir.interaction;

import java.util.Optional;

/**
 * What must hold of the current version for an update to happen (R4 3.1.0.5, RFC 9110 13.1).
 *
 * @param ifMatch the version that must be the current one
 * @param unlessExists whether there must be none
 */
public record Precondition(Optional<Integer> ifMatch, boolean unlessExists) {
    /** Whatever is there. */
    public static final Precondition NONE = new Precondition(Optional.empty(), false);
}
