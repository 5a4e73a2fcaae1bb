package health.webqx.imaging.access;

import static health.webqx.imaging.access.People.put;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.consent.ImageAccess;
import health.webqx.imaging.access.policy.AccessConfig;
import health.webqx.imaging.access.policy.Standings;
import health.webqx.imaging.access.scope.ScopeParser;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.search.SearchQuery;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Scopes, policy and Consents, made up at random: search, read and the decision on a study for DICOMweb give the same studies,
 * and those an oracle of ten lines gives. {@code -Dwebqx.agreement.seed=} and {@code .cases=} change what is made up.
 */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
class AgreementTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> MODALITIES = List.of("CT", "MR", "US");
    private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";

    private final long seed = Long.getLong("webqx.agreement.seed", 4);
    private final Random random = new Random(seed);
    private final People people = new People();
    private final List<String> patients = List.of(people.anna, people.ben);
    private final List<Study> studies = new ArrayList<>();

    @Inject
    AccessConfig config;

    @Inject
    SearchDefinitions definitions;

    @Inject
    Standings standings;

    @Inject
    ResourceStore store;

    private record Study(String id, String patient, String modality, int year) {}

    /** A permit of one patient's Consent; what is null does not limit it. */
    private record Grant(
            String patient, String actor, Optional<String> modality, Optional<Integer> year, boolean denies) {
        boolean isAbout(Study study) {
            return study.patient().equals(patient)
                    && modality.filter(each -> !each.equals(study.modality())).isEmpty()
                    && year.filter(each -> each != study.year()).isEmpty();
        }

        String provision() {
            String code = modality.map(each -> ",'code':[{'coding':[{'system':'" + DCM + "','code':'" + each + "'}]}]")
                    .orElse("");
            String period = year.map(each -> ",'dataPeriod':{'start':'" + each + "','end':'" + each + "'}")
                    .orElse("");
            return "'type':'" + (denies ? "deny" : "permit") + "'," + People.actor(actor) + code + period;
        }
    }

    private record Asker(Caller caller, Optional<String> scopeModality, boolean staff, Set<String> bound) {}

    @BeforeEach
    void peopleArrive() {
        people.arrive();
    }

    @Test
    void searchReadAndDicomWebAgree() {
        studies();
        int cases = Integer.getInteger("webqx.agreement.cases", 2000);
        int worlds = 25;
        for (int world = 0; world < worlds; world++) {
            List<Grant> grants = grants();
            Set<String> cared = care();
            for (int i = 0; i < grants.size(); i++) {
                put(
                        "Consent",
                        "grant-" + i + people.run,
                        People.consentOf(
                                grants.get(i).patient(), "active", grants.get(i).provision()));
            }
            for (int i = 0; i < cases / worlds; i++) {
                Asker asker = asker();
                Set<String> expected = expected(asker, grants, cared);
                String which = "seed " + seed + ", world " + world + ": " + asker + grants + cared;
                assertThat(searched(asker.caller())).as(which).isEqualTo(expected);
                Study study = studies.get(random.nextInt(studies.size()));
                boolean visible = expected.contains(study.id());
                assertThat(reads(asker.caller(), read(study)))
                        .as("read, " + which)
                        .isEqualTo(visible);
                AccessRequest wado = AccessRequest.wado("1.2", ImageAccess.DICOM);
                assertThat(reads(asker.caller(), study, wado))
                        .as("WADO, " + which)
                        .isEqualTo(visible);
            }
        }
    }

    private void studies() {
        for (String patient : patients) {
            put("ImagingStudy", People.ct(patient), People.study(patient, "CT", "2024-06-01T10:00:00Z"));
            put("ImagingStudy", People.mr(patient), People.study(patient, "MR", "2025-06-01T10:00:00Z"));
            put("ImagingStudy", "us-" + patient, People.study(patient, "US", "2024-02-01T10:00:00Z"));
            studies.add(new Study(People.ct(patient), patient, "CT", 2024));
            studies.add(new Study(People.mr(patient), patient, "MR", 2025));
            studies.add(new Study("us-" + patient, patient, "US", 2024));
        }
    }

    private List<Grant> grants() {
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String patient = any(patients);
            String actor = any(List.of(
                    "Patient/" + people.anna,
                    "Patient/" + people.ben,
                    "Practitioner/" + people.doctor,
                    "Organization/" + people.clinic));
            grants.add(new Grant(
                    patient,
                    actor,
                    random.nextBoolean() ? Optional.of(any(MODALITIES)) : Optional.empty(),
                    random.nextInt(3) == 0 ? Optional.of(any(List.of(2024, 2025))) : Optional.empty(),
                    random.nextInt(3) == 0));
        }
        return grants;
    }

    /** Whom the doctor cares for. */
    private Set<String> care() {
        Set<String> cared = new TreeSet<>();
        for (String patient : patients) {
            boolean cares = random.nextBoolean();
            people.order(people.doctor, patient, cares ? "active" : "revoked");
            if (cares) {
                cared.add(patient);
            }
        }
        return cared;
    }

    private Asker asker() {
        Optional<String> modality = random.nextInt(3) == 0 ? Optional.of(any(MODALITIES)) : Optional.empty();
        String granular = modality.map(each -> "?modality=" + DCM + "|" + each).orElse("");
        String own = any(patients);
        return switch (random.nextInt(5)) {
            case 0 -> asker("patient/ImagingStudy.rs" + granular, Optional.of(own), "", modality, Set.of(own));
            case 1 -> asker("user/*.rs" + granular, Optional.empty(), "Patient/" + own, modality, Set.copyOf(patients));
            case 2 ->
                asker("user/ImagingStudy.rs" + granular, Optional.empty(), doctor(), modality, Set.copyOf(patients));
            case 3 -> asker("patient/ImagingStudy.rs" + granular, Optional.of(own), doctor(), modality, Set.of(own));
            default ->
                asker(
                        "patient/ImagingStudy.rs" + granular,
                        Optional.of(own),
                        "Patient/" + any(patients),
                        modality,
                        Set.of(own));
        };
    }

    private String doctor() {
        return "Practitioner/" + people.doctor;
    }

    private static Asker asker(
            String scope, Optional<String> patient, String user, Optional<String> modality, Set<String> bound) {
        Caller caller = new Caller(
                "issuer",
                "subject",
                "app",
                ScopeParser.parse(scope),
                patient,
                ResourceKey.ofReference(user),
                Set.of(),
                Set.of(),
                "t",
                Set.of());
        return new Asker(caller, modality, caller.isStaff(), bound);
    }

    /** The oracle: written from the rule book, without a look at how it is done. */
    private Set<String> expected(Asker asker, List<Grant> grants, Set<String> cared) {
        Set<String> visible = new TreeSet<>();
        for (Study study : studies) {
            String person =
                    asker.caller().fhirUser().map(ResourceKey::reference).orElse("Patient/" + study.patient());
            Set<String> names = asker.staff() ? Set.of(doctor(), "Organization/" + people.clinic) : Set.of(person);
            boolean granted = grants.stream()
                    .anyMatch(each -> !each.denies() && names.contains(each.actor()) && each.isAbout(study));
            boolean denied = grants.stream()
                    .anyMatch(each -> each.denies() && names.contains(each.actor()) && each.isAbout(study));
            boolean reached = granted || (asker.staff() && cared.contains(study.patient()));
            boolean scoped = asker.scopeModality()
                    .filter(each -> !each.equals(study.modality()))
                    .isEmpty();
            if (reached && !denied && scoped && asker.bound().contains(study.patient())) {
                visible.add(study.id());
            }
        }
        return visible;
    }

    private Set<String> searched(Caller caller) {
        AccessRequest request = AccessRequest.search("ImagingStudy", Set.of(), Set.of());
        Optional<Permit> permit = decide(caller, request);
        Set<String> found = new TreeSet<>();
        permit.ifPresent(each -> store.search(SearchQuery.of("ImagingStudy", List.of(), 500), each.reach())
                .await()
                .atMost(PATIENCE)
                .matches()
                .forEach(match -> found.add(match.key().id())));
        found.retainAll(studies.stream().map(Study::id).toList());
        return found;
    }

    private static AccessRequest read(Study study) {
        return AccessRequest.on(RestInteraction.READ, new ResourceKey("ImagingStudy", study.id()));
    }

    private boolean reads(Caller caller, AccessRequest request) {
        return reads(caller, request.target().orElseThrow(), request);
    }

    private boolean reads(Caller caller, Study study, AccessRequest request) {
        return reads(caller, new ResourceKey("ImagingStudy", study.id()), request);
    }

    private boolean reads(Caller caller, ResourceKey key, AccessRequest request) {
        Optional<Permit> permit = decide(caller, request);
        try {
            return permit.isPresent()
                    && store.read(key, permit.get().reach()).await().atMost(PATIENCE) != null;
        } catch (Failure absent) {
            return false;
        }
    }

    private Optional<Permit> decide(Caller caller, AccessRequest request) {
        Instant now = Instant.now();
        AccessDecision decision = new AccessRules(config, definitions)
                .decide(
                        caller,
                        request,
                        standings.of(caller, true, false, now).await().atMost(PATIENCE),
                        now);
        return decision instanceof Permit permit ? Optional.of(permit) : Optional.empty();
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
