package health.webqx.imaging.access.policy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The server's own policy, beside what tokens and consents say. */
@ConfigMapping(prefix = "webqx.access")
public interface AccessConfig {
    /** Which patients a member of staff reaches. */
    enum ProviderReach {
        /** All of them. */
        ALL,
        /** Those it cares for: decision record 010 says who that is. */
        CARE_RELATIONSHIP
    }

    /** Whether patients' own apps may see images at all. */
    @WithDefault("${PACS_PATIENT_ACCESS_ENABLED:true}")
    boolean patientImaging();

    /** Whether a patient's own app needs an active, permitting Consent to see images. */
    @WithDefault("${PACS_REQUIRE_CONSENT:true}")
    boolean requireConsent();

    /** Which patients staff reaches; production should say {@code care-relationship}. */
    @WithDefault("all")
    ProviderReach providerReach();

    /**
     * Roles that reach all patients where others reach those they care for: codes of {@code PractitionerRole.code}, or what
     * tokens say.
     */
    Optional<Set<String>> rolesReachingAll();

    /**
     * Whether staff sees images only of the modalities that its specialties work with (ConceptMap
     * {@code webqx-specialty-modality}); without a known specialty none.
     */
    @WithDefault("false")
    boolean specialtyLimits();

    /** How long access lasts that was taken by breaking the glass; zero lets nobody. */
    @WithDefault("15m")
    Duration emergencyAccess();

    /** The scope that limits a token to de-identified images (decision record 016). */
    @WithDefault("webqx/deidentified")
    String deidentifiedScope();

    /** Purposes of use: a token that is for none but these is limited likewise. */
    @WithDefault("HRESCH")
    Set<String> deidentifiedPurposes();

    /** Apps, by {@code client_id}, whose tokens are limited likewise, whatever they say. */
    Optional<Set<String>> deidentifiedClients();
}
