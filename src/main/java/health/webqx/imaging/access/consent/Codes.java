package health.webqx.imaging.access.consent;

import com.fasterxml.jackson.databind.JsonNode;

/** Codes among codings. */
final class Codes {
    private Codes() {}

    static boolean contain(JsonNode codings, String code) {
        for (JsonNode coding : codings) {
            if (coding.path("code").asText().equals(code)) {
                return true;
            }
        }
        return false;
    }
}
