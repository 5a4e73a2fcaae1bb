package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.sr.Code;
import java.util.Map;
import java.util.Optional;

/** DICOM's codes as FHIR's (PS3.16 table 8-1, FHIR's terminologies). */
final class Codings {
    /** Units (CID 82). */
    static final String UCUM = "UCUM";

    private static final Map<String, String> SYSTEMS = Map.ofEntries(
            Map.entry("DCM", "http://dicom.nema.org/resources/ontology/DCM"),
            Map.entry("SCT", "http://snomed.info/sct"),
            Map.entry("LN", "http://loinc.org"),
            Map.entry(UCUM, "http://unitsofmeasure.org"),
            Map.entry("RADLEX", "http://www.radlex.org"),
            Map.entry("I10", "http://hl7.org/fhir/sid/icd-10"),
            Map.entry("I10C", "http://hl7.org/fhir/sid/icd-10-cm"),
            Map.entry("FMA", "http://sig.biostr.washington.edu/projects/fm/AboutFM.html"));

    private Codings() {}

    /** The system of a coding scheme; absent for those of one's own, and for what nobody uses any more. */
    static Optional<String> system(String scheme) {
        return Optional.ofNullable(SYSTEMS.get(scheme));
    }

    /** A CodeableConcept: coded where the scheme is one that FHIR knows, in words anyway. */
    static void put(ObjectNode into, String name, Code code) {
        ObjectNode concept = into.putObject(name);
        fill(concept, code);
    }

    static void fill(ObjectNode concept, Code code) {
        Optional<String> system =
                system(code.scheme()).filter(known -> !code.value().isBlank());
        system.ifPresent(known -> {
            ObjectNode coding = concept.putArray("coding").addObject();
            coding.put("system", known);
            coding.put("code", code.value().strip());
            if (!code.meaning().isBlank()) {
                coding.put("display", code.meaning());
            }
        });
        concept.put("text", code.text().isBlank() ? "unnamed" : code.text());
    }
}
