package health.webqx.imaging.access.policy;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.access.consent.ConsentRules;
import health.webqx.imaging.access.consent.Grantee;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a person may see of a patient's record, by what the person is to the patient: the patient; one who acts for the
 * patient (an active RelatedPerson with a relationship); one whom the patient's Consents name; or nobody.
 */
public final class PersonPolicy {
    private final AccessConfig config;
    private final Request request;

    /** What a person is to a patient. */
    private enum Relation {
        SELF,
        PROXY,
        GRANTEE
    }

    /** For one request of a caller who is not staff. */
    public PersonPolicy(AccessConfig config, Request request) {
        this.config = config;
        this.request = request;
    }

    /** The patients whose records the person may see something of, as itself: its own, and those it acts for. */
    public Set<String> patients() {
        Set<String> patients = new TreeSet<>();
        user().filter(key -> key.type().equals("Patient")).ifPresent(key -> patients.add(key.id()));
        request.standing().relatedTo().ifPresent(patients::add);
        for (JsonNode consent : request.standing().consents().values()) {
            String patient = Standing.id(consent.path("patient"));
            if (comesFor(patient)) {
                patients.add(patient);
            }
        }
        return patients;
    }

    /** Whether the person may come in the patient's name, or is named by one of the patient's Consents. */
    public boolean comesFor(String patient) {
        return relation(patient)
                .filter(relation -> relation != Relation.GRANTEE || opens(patient))
                .isPresent();
    }

    /** Whether the person may write into the patient's record. */
    public boolean mayWrite(String patient) {
        return relation(patient)
                .filter(relation -> relation != Relation.GRANTEE)
                .isPresent();
    }

    /** What of the patient's record is open to the person; that it is the patient's must be asked for yet. */
    public Visibility ofRecords(String type, String patient) {
        Optional<Relation> relation = relation(patient);
        if (relation.isEmpty()) {
            return Visibility.NOTHING;
        }
        ConsentRules consents = consents(patient, relation.get());
        if (type.equals("ImagingStudy")) {
            return images(relation.get(), consents);
        }
        return switch (relation.get()) {
            case SELF -> Visibility.ALL;
            case PROXY -> new Reach.Not(consents.denied(type));
            case GRANTEE -> Visibility.NOTHING;
        };
    }

    private Visibility images(Relation relation, ConsentRules consents) {
        if (!config.patientImaging()) {
            return Visibility.NOTHING;
        }
        boolean named = relation == Relation.GRANTEE || config.requireConsent();
        Visibility permitted = named ? consents.permitted() : Visibility.ALL;
        return Visibility.allOf(permitted, new Reach.Not(consents.denied("ImagingStudy")));
    }

    private Optional<Relation> relation(String patient) {
        Optional<ResourceKey> user = user();
        if (user.isEmpty() || user.get().equals(new ResourceKey("Patient", patient))) {
            return Optional.of(Relation.SELF);
        }
        if (request.standing().relatedTo().filter(patient::equals).isPresent()) {
            return Optional.of(Relation.PROXY);
        }
        return Caller.PERSONS.contains(user.get().type()) ? Optional.of(Relation.GRANTEE) : Optional.empty();
    }

    private boolean opens(String patient) {
        return !consents(patient, Relation.GRANTEE).permitted().equals(Visibility.NOTHING);
    }

    private ConsentRules consents(String patient, Relation relation) {
        List<? extends JsonNode> own = request.standing().consents().values().stream()
                .filter(consent -> Standing.id(consent.path("patient")).equals(patient))
                .toList();
        return new ConsentRules(own, grantee(patient, relation), request.now());
    }

    private Grantee grantee(String patient, Relation relation) {
        Set<String> names = new TreeSet<>();
        user().ifPresent(user -> names.add(user.reference()));
        if (relation != Relation.GRANTEE) {
            names.add("Patient/" + patient);
        }
        Set<String> usual =
                relation == Relation.SELF ? Set.of("PATRQT", "PWATRNY") : Set.of("FAMRQT", "PWATRNY", "SUPNWK");
        Set<String> declared = request.caller().purposes();
        return new Grantee(
                names,
                relation == Relation.GRANTEE ? Grantee.Kind.OTHER_PERSON : Grantee.Kind.PATIENT,
                declared.isEmpty() ? usual : declared,
                request.access());
    }

    private Optional<ResourceKey> user() {
        return request.caller().fhirUser();
    }
}
