package health.webqx.imaging.store;

import health.webqx.imaging.store.index.IndexEntries;
import health.webqx.imaging.store.index.ReferenceEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says which care a resource founds: who ordered, performs, interprets or refers, takes part in an encounter or a care team, or
 * is the general practitioner; and the organization that manages the patient (decision record 010). What was revoked, or
 * entered in error, founds none, nor does what is in several patients' records.
 */
final class CareFounded {
    private static final Set<String> PERSONS = Set.of("Practitioner", "PractitionerRole");
    private static final Set<String> ORGANIZATIONS = Set.of("Organization");
    private static final Set<String> ALL = Set.of("Practitioner", "PractitionerRole", "Organization");

    /** Which types of givers a type's search parameters name. */
    private static final Map<String, Map<String, Set<String>>> GIVERS = Map.of(
            "ServiceRequest", Map.of("requester", PERSONS, "performer", PERSONS),
            "DiagnosticReport", Map.of("performer", PERSONS, "results-interpreter", PERSONS),
            "ImagingStudy", Map.of("referrer", PERSONS, "interpreter", PERSONS, "performer", PERSONS),
            "Encounter", Map.of("participant", PERSONS),
            "CareTeam", Map.of("participant", PERSONS),
            "Patient", Map.of("general-practitioner", ALL, "organization", ORGANIZATIONS));

    private static final Set<String> OVER = Set.of("entered-in-error", "revoked", "cancelled", "inactive", "suspended");

    private CareFounded() {}

    /** The references to those who care for the one patient whose record the resource is in; none if it founds no care. */
    static List<ReferenceEntry> by(String type, IndexEntries entries) {
        Map<String, Set<String>> givers = GIVERS.getOrDefault(type, Map.of());
        if (givers.isEmpty() || entries.patients().size() != 1 || isOver(entries)) {
            return List.of();
        }
        return entries.references().stream()
                .filter(reference -> !reference.targetId().isEmpty()
                        && givers.getOrDefault(reference.param(), Set.of()).contains(reference.targetType()))
                .toList();
    }

    private static boolean isOver(IndexEntries entries) {
        return entries.tokens().stream()
                .anyMatch(token -> token.param().equals("status") && OVER.contains(token.code()));
    }
}
