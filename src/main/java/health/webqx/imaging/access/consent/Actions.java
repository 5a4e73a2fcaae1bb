package health.webqx.imaging.access.consent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What a provision lets be done (R4 {@code Consent.provision.action}): the standard's words for reading open and close all of
 * a study; our {@code view} and {@code download} tell looking at pictures from having the DICOM objects.
 */
final class Actions {
    private static final Set<String> READING = Set.of("access", "use", "disclose", "download");
    private static final Set<String> NOT_READING = Set.of("collect", "correct");
    private static final String VIEW = "view";
    private static final String DOWNLOAD = "download";

    private final JsonNode actions;

    Actions(JsonNode provision) {
        actions = provision.path("action");
    }

    /** Surely. */
    boolean allow(ImageAccess access) {
        for (JsonNode action : actions) {
            for (JsonNode coding : action.path("coding")) {
                String code = coding.path("code").asText();
                if (READING.contains(code) || (code.equals(VIEW) && access != ImageAccess.DICOM)) {
                    return true;
                }
            }
        }
        return actions.isEmpty();
    }

    /** Perhaps: who may not view may not download, and an action that is not known may be any. */
    boolean mayDeny(ImageAccess access) {
        for (JsonNode action : actions) {
            if (action.path("coding").isEmpty()) {
                return true;
            }
            for (JsonNode coding : action.path("coding")) {
                String code = coding.path("code").asText();
                boolean other = NOT_READING.contains(code) || (code.equals(DOWNLOAD) && access != ImageAccess.DICOM);
                if (!other) {
                    return true;
                }
            }
        }
        return actions.isEmpty();
    }
}
