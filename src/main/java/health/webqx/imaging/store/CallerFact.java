package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;

/**
 * Something that bears on a caller's rights.
 *
 * @param kind what it is
 * @param id of the resource, or of the patient of an emergency
 * @param patients whose records it is in
 * @param content the resource; the reason of an emergency, as text. Never to be changed: requests share it
 * @param until when an emergency ends; {@link Instant#MAX} of the others, of which the resource tells
 */
public record CallerFact(Kind kind, String id, Set<String> patients, JsonNode content, Instant until) {
    /** What a fact is. */
    public enum Kind {
        /** A PractitionerRole of the caller's. */
        ROLE,
        /** An active Consent that permits something by the caller's name, or of a patient that the caller comes for. */
        CONSENT,
        /** An active Consent with a denial that names the caller or nobody. */
        DENIAL,
        /** A patient for whom the caller has broken the glass. */
        EMERGENCY,
        /** The RelatedPerson that the caller is. */
        RELATED
    }
}
