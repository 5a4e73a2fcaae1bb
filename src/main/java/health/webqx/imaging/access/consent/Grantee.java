package health.webqx.imaging.access.consent;

import java.util.Set;

/**
 * Whom a Consent is read for.
 *
 * @param names references ({@code Type/id}) by which provisions may name it: the person, its roles, its organizations
 * @param kind how it stands to the patient
 * @param purposes for what it asks: codes of {@code v3-ActReason}
 * @param access how much of a study it asks for
 */
public record Grantee(Set<String> names, Kind kind, Set<String> purposes, ImageAccess access) {
    /** How a grantee stands to the patient. */
    public enum Kind {
        /** The patient, or who acts for the patient: a provision that names nobody is about them, too. */
        PATIENT,
        /** A person that is nothing to the patient but what a Consent says: a permit must name it. */
        OTHER_PERSON,
        /** Staff: a permit must name them; a denial that names nobody binds them, and so does one of a group. */
        STAFF
    }

    /** Copies what it is given. */
    public Grantee {
        names = Set.copyOf(names);
        purposes = Set.copyOf(purposes);
    }

    boolean needsName() {
        return kind != Kind.PATIENT;
    }
}
