package health.webqx.imaging.audit.atna;

import com.fasterxml.jackson.databind.JsonNode;

/** What kind of event it is in DICOM's terms (PS3.15 A.5.3, PS3.16 CID 400). */
enum EventId {
    AUDIT_LOG_USED("110101", "Audit Log Used"),
    INSTANCES_ACCESSED("110103", "DICOM Instances Accessed"),
    INSTANCES_TRANSFERRED("110104", "DICOM Instances Transferred"),
    PATIENT_RECORD("110110", "Patient Record"),
    QUERY("110112", "Query");

    private final String code;
    private final String meaning;

    EventId(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    static EventId of(JsonNode event) {
        if (isOnAudit(event)) {
            return AUDIT_LOG_USED;
        } else if (has(event, "image-download")) {
            return INSTANCES_TRANSFERRED;
        } else if (has(event, "image-view")) {
            return INSTANCES_ACCESSED;
        }
        return event.path("action").asText().equals("E") ? QUERY : PATIENT_RECORD;
    }

    private static boolean isOnAudit(JsonNode event) {
        for (JsonNode entity : event.path("entity")) {
            JsonNode what = entity.path("what");
            if (what.path("type").asText().equals("AuditEvent")
                    || what.path("reference").asText().startsWith("AuditEvent/")) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(JsonNode event, String subtype) {
        for (JsonNode coding : event.path("subtype")) {
            if (coding.path("code").asText().equals(subtype)) {
                return true;
            }
        }
        return false;
    }

    String code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
