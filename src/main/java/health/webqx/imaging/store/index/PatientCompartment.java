package health.webqx.imaging.store.index;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which patients' records a resource belongs to (R4 CompartmentDefinition {@code patient}). Only references to a
 * Patient of this server count. One resource may be in several compartments: a Group in those of all its members.
 *
 * <p>Two rules are our own. A Patient is in its own compartment only: {@code Patient.link} does not carry one patient
 * into another's record, since a link may be wrong and access must not follow from it. A Task, which R4 leaves out, is
 * in that of the patient it is for.
 */
public final class PatientCompartment {
    /** The resource types R4's definition names, each with its parameters; without {@code Patient link}. */
    private static final String STANDARD =
            """
            Account subject
            AdverseEvent subject
            AllergyIntolerance patient recorder asserter
            Appointment actor
            AppointmentResponse actor
            AuditEvent patient
            Basic patient author
            BodyStructure patient
            CarePlan patient performer
            CareTeam patient participant
            ChargeItem subject
            Claim patient payee
            ClaimResponse patient
            ClinicalImpression subject
            Communication subject sender recipient
            CommunicationRequest subject sender recipient requester
            Composition subject author attester
            Condition patient asserter
            Consent patient
            Coverage policy-holder subscriber beneficiary payor
            CoverageEligibilityRequest patient
            CoverageEligibilityResponse patient
            DetectedIssue patient
            DeviceRequest subject performer
            DeviceUseStatement subject
            DiagnosticReport subject
            DocumentManifest subject author recipient
            DocumentReference subject author
            Encounter patient
            EnrollmentRequest subject
            EpisodeOfCare patient
            ExplanationOfBenefit patient payee
            FamilyMemberHistory patient
            Flag patient
            Goal patient
            Group member
            ImagingStudy patient
            Immunization patient
            ImmunizationEvaluation patient
            ImmunizationRecommendation patient
            Invoice subject patient recipient
            List subject source
            MeasureReport patient
            Media subject
            MedicationAdministration patient performer subject
            MedicationDispense subject patient receiver
            MedicationRequest subject
            MedicationStatement subject
            MolecularSequence patient
            NutritionOrder patient
            Observation subject performer
            Person patient
            Procedure patient performer
            Provenance patient
            QuestionnaireResponse subject author
            RelatedPerson patient
            RequestGroup subject participant
            ResearchSubject individual
            RiskAssessment subject
            Schedule actor
            ServiceRequest subject performer
            Specimen subject
            SupplyDelivery patient
            SupplyRequest subject
            VisionPrescription patient
            """;

    private static final String OWN = "Task patient";

    private static final Map<String, Set<String>> PARAMETERS = Stream.concat(STANDARD.lines(), Stream.of(OWN))
            .map(line -> line.split(" "))
            .collect(Collectors.toUnmodifiableMap(
                    words -> words[0], words -> Set.of(Arrays.copyOfRange(words, 1, words.length))));

    private PatientCompartment() {}

    /**
     * Codes of the reference parameters by which a resource of this type enters a patient's compartment; empty for a
     * type that is in none, and for Patient, which is there by its id.
     */
    public static Set<String> parametersOf(String resourceType) {
        return PARAMETERS.getOrDefault(resourceType, Set.of());
    }

    /** The ids of the patients a resource with these references belongs to. */
    static SortedSet<String> patients(String resourceType, String id, List<ReferenceEntry> references) {
        SortedSet<String> patients = new TreeSet<>();
        if (resourceType.equals("Patient") && !id.isEmpty()) {
            patients.add(id);
        }
        Set<String> parameters = parametersOf(resourceType);
        for (ReferenceEntry reference : references) {
            boolean here = reference.targetType().equals("Patient")
                    && !reference.targetId().isEmpty();
            if (here && parameters.contains(reference.param())) {
                patients.add(reference.targetId());
            }
        }
        return patients;
    }
}
