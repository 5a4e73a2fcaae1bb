package health.webqx.imaging.access.consent;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What Consents open to a grantee and close from it, now (IHE PCF, FHIR R4 Consent). Deny beats permit. A provision with a
 * condition that is not understood here never permits, and denies everything it might be about.
 */
public final class ConsentRules {
    private final List<? extends JsonNode> consents;
    private final Grantee grantee;
    private final Instant now;

    /**
     * The rules that some Consents are.
     *
     * @param consents as JSON trees; those that are not active or not about privacy say nothing
     * @param now the moment of the request: periods count to the second
     */
    public ConsentRules(List<? extends JsonNode> consents, Grantee grantee, Instant now) {
        this.consents =
                consents.stream().filter(ConsentRules::isActivePrivacyConsent).toList();
        this.grantee = grantee;
        this.now = now;
    }

    /** The ImagingStudies that the Consents open; what they close must be taken away yet. */
    public Visibility permitted() {
        return union(consent -> provision(consent).permitted());
    }

    /** What of a type the Consents close. */
    public Visibility denied(String type) {
        return union(consent -> provision(consent).denied(type));
    }

    private Provision provision(JsonNode consent) {
        return new Provision(consent.path("provision"), grantee, now);
    }

    private Visibility union(Function<JsonNode, Optional<Visibility>> part) {
        List<Visibility> all = new ArrayList<>();
        for (JsonNode consent : consents) {
            part.apply(consent).ifPresent(visibility -> all.add(ofPatient(consent, visibility)));
        }
        return Visibility.anyOf(all);
    }

    /** A Consent is about its patient's record only. */
    private static Visibility ofPatient(JsonNode consent, Visibility visibility) {
        String reference = consent.path("patient").path("reference").asText();
        String patient = reference.substring(reference.lastIndexOf('/') + 1);
        Visibility own = new Reach.InCompartment(patient);
        return visibility.equals(Visibility.ALL) ? own : Visibility.allOf(own, visibility);
    }

    private static boolean isActivePrivacyConsent(JsonNode consent) {
        return consent.path("status").asText().equals("active")
                && Codes.contain(consent.path("scope").path("coding"), "patient-privacy");
    }
}
