package health.webqx.imaging.access.consent;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a patient's Consents let the patient's own apps see of the patient's imaging, now (IHE PCF, FHIR R4 Consent). Deny
 * beats permit. A provision with a condition that is not understood here never permits, and denies everything it might
 * be about.
 */
public final class ConsentRules {
    private final String patient;
    private final Instant now;
    private final List<Visibility> permitted = new ArrayList<>();
    private final List<Visibility> denied = new ArrayList<>();

    private ConsentRules(String patient, Instant now) {
        this.patient = patient;
        this.now = now;
    }

    /**
     * The ImagingStudies that the consents open.
     *
     * @param consents every Consent of that patient, as JSON trees
     * @param required whether nothing is open without a consent; otherwise everything not denied is
     * @param now the moment of the request: periods count to the second
     */
    public static Visibility imagingStudies(
            List<? extends JsonNode> consents, String patient, boolean required, Instant now) {
        ConsentRules rules = new ConsentRules(patient, now);
        consents.stream().filter(ConsentRules::isActivePrivacyConsent).forEach(rules::add);
        Visibility permitted = required ? Visibility.anyOf(rules.permitted) : Visibility.ALL;
        return Visibility.allOf(permitted, new Reach.Not(Visibility.anyOf(rules.denied)));
    }

    private static boolean isActivePrivacyConsent(JsonNode consent) {
        return consent.path("status").asText().equals("active")
                && Provision.hasCode(consent.path("scope").path("coding"), "patient-privacy");
    }

    private void add(JsonNode consent) {
        Provision provision = new Provision(consent.path("provision"), patient, now);
        if (provision.denies()) {
            provision.denied().ifPresent(denied::add);
        } else {
            provision.permitted().ifPresent(permitted::add);
        }
    }
}
