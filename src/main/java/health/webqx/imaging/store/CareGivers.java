package health.webqx.imaging.store;

import java.util.Set;

/**
 * A member of staff as those who care for patients are named: all by logical ids.
 *
 * @param practitioners of Practitioner
 * @param roles of PractitionerRole
 * @param organizations of Organization: those it works for
 */
public record CareGivers(Set<String> practitioners, Set<String> roles, Set<String> organizations) {
    /** Copies what it is given. */
    public CareGivers {
        practitioners = Set.copyOf(practitioners);
        roles = Set.copyOf(roles);
        organizations = Set.copyOf(organizations);
    }
}
