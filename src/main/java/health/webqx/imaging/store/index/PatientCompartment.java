package health.webqx.imaging.store.index;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * Which patients' records a resource belongs to (R4 CompartmentDefinition {@code patient}).
 *
 * <p>Two rules are our own. A Patient is in its own compartment only: {@code Patient.link} does not carry one patient
 * into another's record, since a link may be wrong and access must not follow from it. A Task, which R4 leaves out, is
 * in that of the patient it is for.
 */
public final class PatientCompartment {
    private PatientCompartment() {}

    /** Codes of the reference parameters by which a resource of this type enters a patient's compartment. */
    public static Set<String> parametersOf(String resourceType) {
        return Set.of();
    }

    /** The ids of the patients a resource with these references belongs to. */
    static SortedSet<String> patients(String resourceType, String id, List<ReferenceEntry> references) {
        return Collections.emptySortedSet();
    }
}
