package health.webqx.imaging.fhir.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.search.ExportQuery;
import io.vertx.core.buffer.Buffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was asked for (Bulk Data 2.0 kick-off request).
 *
 * @param level of the system, of all patients, or of a group of them
 * @param types of resources of which types
 * @param patients ids of patients, where not all; never empty for a group
 * @param since the earliest moment of the last change
 * @param time what the export shows is as of this moment ({@code transactionTime})
 * @param url the request's address, which the manifest repeats
 */
record ExportRequest(
        Level level, Set<String> types, Set<String> patients, OptionalLong since, Instant time, String url) {
    private static final Set<String> FORMATS = Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");

    /** Who is exported. */
    enum Level {
        SYSTEM,
        PATIENT,
        GROUP
    }

    /**
     * Reads a request's parameters.
     *
     * @param strict whether an unknown parameter fails the request ({@code UNSUPPORTED}) or is left out
     */
    static ExportRequest of(
            Level level,
            List<Map.Entry<String, String>> parameters,
            boolean strict,
            String url,
            SearchDefinitions definitions) {
        Set<String> types = new TreeSet<>();
        Set<String> patients = new TreeSet<>();
        OptionalLong since = OptionalLong.empty();
        for (Map.Entry<String, String> parameter : parameters) {
            String value = parameter.getValue();
            switch (parameter.getKey()) {
                case "_type" -> List.of(value.split(",", -1)).forEach(type -> types.add(exportable(type.strip())));
                case "_since" -> since = OptionalLong.of(instant(value));
                case "_outputFormat" -> requireFormat(value);
                case "patient" -> List.of(value.split(",", -1)).forEach(reference -> patients.add(patient(reference)));
                default -> {
                    if (strict) {
                        throw Failure.at(
                                FailureKind.UNSUPPORTED, parameter.getKey(), "not a parameter of $export here");
                    }
                }
            }
        }
        if (level == Level.SYSTEM && !patients.isEmpty()) {
            throw Failure.at(FailureKind.INVALID, "patient", "an export of the whole system names no patients");
        }
        return new ExportRequest(
                level, types.isEmpty() ? exportable(level, definitions) : types, patients, since, Instant.now(), url);
    }

    /** The same as of now: accesses noted before it was asked for may have become AuditEvents only since. */
    ExportRequest asOfNow() {
        return new ExportRequest(level, types, patients, since, Instant.now(), url);
    }

    /** The same for these patients only; those named must be among them. */
    ExportRequest forMembers(Set<String> members) {
        Set<String> chosen = new TreeSet<>(members);
        if (!patients.isEmpty()) {
            if (!members.containsAll(patients)) {
                throw Failure.at(FailureKind.INVALID, "patient", "not a member of the group");
            }
            chosen.retainAll(patients);
        }
        return new ExportRequest(level, types, chosen, since, time, url);
    }

    ExportQuery query(String type) {
        return new ExportQuery(type, level != Level.SYSTEM, patients, since, time.toEpochMilli());
    }

    Buffer write() {
        ObjectNode json = ResourceJson.object();
        json.put("level", level.name());
        types.forEach(json.putArray("types")::add);
        patients.forEach(json.putArray("patients")::add);
        since.ifPresent(from -> json.put("since", from));
        json.put("time", time.toEpochMilli());
        json.put("url", url);
        return ResourceJson.write(json);
    }

    static ExportRequest read(Buffer stored) {
        ObjectNode json = ResourceJson.readStored(stored);
        return new ExportRequest(
                Level.valueOf(json.get("level").asText()),
                texts(json.get("types")),
                texts(json.get("patients")),
                json.has("since") ? OptionalLong.of(json.get("since").asLong()) : OptionalLong.empty(),
                Instant.ofEpochMilli(json.get("time").asLong()),
                json.get("url").asText());
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** AuditEvents tell of callers and not of patients: only who asks for them by name gets them. */
    private static Set<String> exportable(Level level, SearchDefinitions definitions) {
        Set<String> types = new TreeSet<>(R4.resourceTypes());
        types.remove("AuditEvent");
        if (level != Level.SYSTEM) {
            types.removeIf(type -> !type.equals("Patient")
                    && definitions.compartmentParameters(type).isEmpty());
        }
        return types;
    }

    private static String exportable(String type) {
        if (!R4.isResourceType(type)) {
            throw Failure.at(FailureKind.INVALID, "_type", "unknown resource type");
        }
        return type;
    }

    private static long instant(String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw Failure.at(FailureKind.INVALID, "_since", "not an instant, as in 2026-11-24T10:00:00Z");
        }
    }

    private static void requireFormat(String format) {
        if (!FORMATS.contains(format.replace(' ', '+'))) {
            throw Failure.at(FailureKind.UNSUPPORTED, "_outputFormat", "files are application/fhir+ndjson");
        }
    }

    private static String patient(String reference) {
        return ResourceKey.ofReference(reference.strip())
                .filter(key -> key.type().equals("Patient"))
                .map(ResourceKey::id)
                .orElseThrow(() ->
                        Failure.at(FailureKind.INVALID, "patient", "not a reference to a patient, as in Patient/1"));
    }
}
