package health.webqx.imaging.access.token;

import health.webqx.imaging.access.scope.ResourceScope;
import health.webqx.imaging.resource.ResourceKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as a trusted token tells it.
 *
 * @param issuer the issuer that vouches for it
 * @param subject {@code sub}; empty for a client without a user
 * @param client {@code client_id} or {@code azp}; may be empty
 * @param scopes what the token allows, resource scopes only
 * @param patient id of the patient in context (SMART launch context {@code patient})
 * @param fhirUser the user as a resource of this server
 * @param roles what the issuer says the user is: codes, as the issuer's role claims have them
 * @param purposes for what the token was given: codes of {@code v3-ActReason}; empty where it does not say
 * @param tokenId {@code jti}, or the last 32 characters of a token without one
 * @param otherScopes what the token's scopes say beside those on resources
 */
public record Caller(
        String issuer,
        String subject,
        String client,
        List<ResourceScope> scopes,
        Optional<String> patient,
        Optional<ResourceKey> fhirUser,
        Set<String> roles,
        Set<String> purposes,
        String tokenId,
        Set<String> otherScopes) {
    /** The types of users that are persons beside staff. */
    public static final Set<String> PERSONS = Set.of("Patient", "RelatedPerson");

    private static final Set<String> STAFF = Set.of("Practitioner", "PractitionerRole");

    public Caller {
        scopes = List.copyOf(scopes);
        roles = Set.copyOf(roles);
        purposes = Set.copyOf(purposes);
        otherScopes = Set.copyOf(otherScopes);
    }

    /** The same, asking for those purposes by those scopes. */
    public Caller asking(Set<String> otherPurposes, List<ResourceScope> byScopes) {
        return new Caller(
                issuer, subject, client, byScopes, patient, fhirUser, roles, otherPurposes, tokenId, otherScopes);
    }

    /** Whether the user is a member of staff. */
    public boolean isStaff() {
        return fhirUser.filter(user -> STAFF.contains(user.type())).isPresent();
    }

    /** The same for the same user, whichever app it uses. */
    public String person() {
        return String.join("\n", issuer, subject, user());
    }

    /** The user, as an AuditEvent names it. */
    public String user() {
        return fhirUser.map(ResourceKey::reference).orElse(subject);
    }

    /** The same with other scopes. */
    Caller withScopes(List<ResourceScope> others) {
        return new Caller(issuer, subject, client, others, patient, fhirUser, roles, purposes, tokenId, otherScopes);
    }

    /** What a page token is bound to: the same user of the same app with the same patient. */
    public String identity() {
        return String.join("\n", issuer, subject, client, patient.orElse(""), user());
    }
}
