package health.webqx.imaging.sandbox.authorization;

import java.util.List;
import java.util.Optional;

/**
 * What is known when an app starts (SMART 2.2 scopes and launch context).
 *
 * @param user who uses it, as a relative reference
 * @param patient the patient in context
 * @param references what else is in context, as {@code fhirContext} tells it
 * @param intent what the app is launched for
 * @param banner whether the app has to show whose record it is
 */
record Launch(String user, Optional<String> patient, List<String> references, Optional<String> intent, boolean banner) {
    Launch {
        references = List.copyOf(references);
    }
}
