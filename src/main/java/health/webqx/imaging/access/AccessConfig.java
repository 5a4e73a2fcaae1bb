package health.webqx.imaging.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The server's own policy, beside what tokens and consents say. */
@ConfigMapping(prefix = "webqx.access")
public interface AccessConfig {
    /** Whether patients' own apps may see images at all. */
    @WithDefault("${PACS_PATIENT_ACCESS_ENABLED:true}")
    boolean patientImaging();

    /** Whether a patient's own app needs an active, permitting Consent to see images. */
    @WithDefault("${PACS_REQUIRE_CONSENT:true}")
    boolean requireConsent();
}
