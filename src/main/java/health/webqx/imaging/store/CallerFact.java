package health.webqx.imaging.store;

import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * Something that bears on a caller's rights.
 *
 * @param kind what it is
 * @param id of the resource, or of the patient of an emergency
 * @param patients whose records it is in
 * @param json the resource; the reason of an emergency
 */
public record CallerFact(Kind kind, String id, Set<String> patients, Buffer json) {
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
