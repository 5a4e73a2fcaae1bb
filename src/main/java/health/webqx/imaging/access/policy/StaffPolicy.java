package health.webqx.imaging.access.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.consent.ConsentRules;
import health.webqx.imaging.access.consent.Grantee;
import health.webqx.imaging.access.policy.AccessConfig.ProviderReach;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.CareGivers;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Criterion.IndexKind;
import health.webqx.imaging.store.search.Match;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a member of staff may see (decision record 010): all patients or those it cares for, and studies that a Consent opens
 * to it; of these only the modalities of its specialties where that is set; less what patients deny it. Over all that: the
 * records of patients for whom it has broken the glass, to read.
 */
public final class StaffPolicy {
    /** Types that say nothing of a patient. */
    private static final Set<String> KNOWLEDGE = Set.of(
            "Organization",
            "Practitioner",
            "PractitionerRole",
            "Location",
            "HealthcareService",
            "Endpoint",
            "CodeSystem",
            "ValueSet",
            "ConceptMap",
            "NamingSystem",
            "StructureDefinition",
            "SearchParameter",
            "OperationDefinition",
            "CapabilityStatement",
            "ImplementationGuide",
            "Questionnaire",
            "PlanDefinition",
            "ActivityDefinition",
            "Library",
            "Medication",
            "Substance");

    private static final String MODALITIES = "http://dicom.nema.org/resources/ontology/DCM";

    private final AccessConfig config;
    private final Request request;
    private final ConsentRules consents;

    /** For one request of a caller who is staff. */
    public StaffPolicy(AccessConfig config, Request request) {
        this.config = config;
        this.request = request;
        Set<String> purposes = request.caller().purposes().isEmpty()
                ? Set.of("TREAT")
                : request.caller().purposes();
        Grantee staff = new Grantee(names(), Grantee.Kind.STAFF, purposes, request.access());
        this.consents = new ConsentRules(List.copyOf(standing().consents().values()), staff, request.now());
    }

    /** Whether it may write resources of the type at all: none that say what is an image, or who is staff of whom. */
    public static boolean mayWrite(String type) {
        return !Set.of("ImagingStudy", "Endpoint", "PractitionerRole", "AuditEvent")
                .contains(type);
    }

    /** What it may see of a type, or write; of a type whose resources are patients' records. */
    public Visibility ofRecords(String type) {
        List<Visibility> all = new ArrayList<>();
        all.add(reach(type));
        if (type.equals("ImagingStudy") && config.specialtyLimits()) {
            all.add(ofItsSpecialties());
        }
        Visibility denied = consents.denied(type);
        if (!denied.equals(Visibility.NOTHING)) {
            all.add(new Reach.Not(denied));
        }
        if (request.write() && type.equals("Consent")) {
            deniers().forEach(patient -> all.add(new Reach.Not(new Reach.InCompartment(patient))));
        }
        if (standing().moreDenials()) {
            Set<String> parties = names();
            parties.add("*");
            all.add(new Reach.UnnamedByDenials(parties));
        }
        Visibility ordinary =
                all.stream().allMatch(Visibility.ALL::equals) ? Visibility.ALL : new Reach.AllOf(List.copyOf(all));
        return standing().emergencies().isEmpty() || request.write()
                ? ordinary
                : Visibility.anyOf(List.of(
                        ordinary,
                        new Reach.WithinCompartments(standing().emergencies().keySet())));
    }

    /** What it may see of a type whose resources are in no patient's record. */
    public Visibility ofOthers(String type) {
        return reachesAll() || KNOWLEDGE.contains(type) ? Visibility.ALL : Visibility.NOTHING;
    }

    /** A member of staff, with its roles and organizations, as those are named who care for patients. */
    static CareGivers givers(Caller caller, Standing standing) {
        Set<String> practitioners = new TreeSet<>();
        Set<String> organizations = new TreeSet<>();
        caller.fhirUser()
                .filter(user -> user.type().equals("Practitioner"))
                .map(ResourceKey::id)
                .ifPresent(practitioners::add);
        for (ObjectNode role : standing.roles().values()) {
            practitioners.add(Standing.id(role.path("practitioner")));
            organizations.add(Standing.id(role.path("organization")));
        }
        practitioners.remove("");
        organizations.remove("");
        return new CareGivers(practitioners, standing.roles().keySet(), organizations);
    }

    private Standing standing() {
        return request.standing();
    }

    private Visibility reach(String type) {
        if (reachesAll()) {
            return Visibility.ALL;
        }
        if (request.write()) {
            return new Reach.WithinCompartments(standing().caredFor());
        }
        Visibility cared = new Reach.InCareOf(givers(request.caller(), standing()));
        return type.equals("ImagingStudy") ? Visibility.anyOf(List.of(cared, consents.permitted())) : cared;
    }

    private boolean reachesAll() {
        if (config.providerReach() == ProviderReach.ALL) {
            return true;
        }
        Set<String> roles = new HashSet<>(request.caller().roles());
        for (ObjectNode role : standing().roles().values()) {
            for (JsonNode code : role.path("code")) {
                code.path("coding")
                        .forEach(coding -> roles.add(coding.path("code").asText()));
            }
        }
        return config.rolesReachingAll().orElse(Set.of()).stream().anyMatch(roles::contains);
    }

    private Visibility ofItsSpecialties() {
        Set<String> codes = new TreeSet<>();
        standing().roles().values().forEach(role -> codes.addAll(Specialties.modalities(role)));
        return new Reach.Matching(new Criterion.Indexed(
                "ImagingStudy",
                "modality",
                IndexKind.TOKEN,
                List.of(new Match.TokenAmong(MODALITIES, List.copyOf(codes)))));
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        request.caller().fhirUser().ifPresent(user -> names.add(user.reference()));
        CareGivers givers = givers(request.caller(), standing());
        givers.practitioners().forEach(id -> names.add("Practitioner/" + id));
        givers.roles().forEach(id -> names.add("PractitionerRole/" + id));
        givers.organizations().forEach(id -> names.add("Organization/" + id));
        return names;
    }

    /** Patients who deny it something: it shall not write their Consents. */
    private Set<String> deniers() {
        Set<String> patients = new TreeSet<>();
        for (JsonNode consent : standing().consents().values()) {
            boolean denies = consent.path("provision").path("type").asText().equals("deny")
                    || consent.path("provision")
                            .path("provision")
                            .findValuesAsText("type")
                            .contains("deny");
            if (denies) {
                patients.add(Standing.id(consent.path("patient")));
            }
        }
        return patients;
    }
}
