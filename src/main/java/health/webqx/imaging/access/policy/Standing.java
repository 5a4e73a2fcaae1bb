package health.webqx.imaging.access.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.consent.ConsentPeriod;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.CallerFact;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the store says of a caller at the moment of a request.
 *
 * @param roles the caller's PractitionerRoles that are active now, by id
 * @param consents active Consents that bear on the caller, by id
 * @param moreDenials whether there are more Consents with denials that name the caller or nobody than are looked at one by
 *     one; then none of them is among the Consents
 * @param emergencies for which patients the caller has broken the glass, and why
 * @param related the RelatedPerson that the caller is
 * @param caredFor the patients the caller cares for, where it is known: before something is written
 */
public record Standing(
        Map<String, ObjectNode> roles,
        Map<String, ObjectNode> consents,
        boolean moreDenials,
        Map<String, String> emergencies,
        Optional<ObjectNode> related,
        Set<String> caredFor) {
    /** Nothing is known: nothing is given by it, and nothing taken. */
    public static final Standing NONE = new Standing(Map.of(), Map.of(), false, Map.of(), Optional.empty(), Set.of());

    /** Consents with denials that are looked at one by one; where there are more, all of those patients is closed. */
    static final int MOST_DENIALS = 50;

    /** So many of the Consents that open something to staff are looked at. */
    static final int MOST_PERMITS = 500;

    /** More of a person's Consents than this are not judged, and nothing is opened: a denial might be among the rest. */
    static final int MOST = 1000;

    static Standing of(List<CallerFact> facts, Instant now) {
        Map<String, ObjectNode> roles = new TreeMap<>();
        Map<String, ObjectNode> consents = new LinkedHashMap<>();
        Map<String, String> emergencies = new HashMap<>();
        Set<String> denials = new HashSet<>();
        Optional<ObjectNode> related = Optional.empty();
        for (CallerFact fact : facts) {
            switch (fact.kind()) {
                case ROLE -> active(fact, now).ifPresent(role -> roles.put(fact.id(), role));
                case CONSENT -> ofPatientHere(fact).ifPresent(consent -> consents.put(fact.id(), consent));
                case DENIAL -> denials.add(fact.id());
                case EMERGENCY -> {
                    if (fact.until().isAfter(now)) {
                        emergencies.put(fact.id(), fact.content().asText());
                    }
                }
                case RELATED -> related = active(fact, now).flatMap(person -> ofPatientHere(fact));
            }
        }
        requireWhole(facts);
        boolean moreDenials = denials.size() > MOST_DENIALS;
        if (!moreDenials) {
            facts.stream().filter(fact -> fact.kind() == CallerFact.Kind.DENIAL).forEach(fact -> ofPatientHere(fact)
                    .ifPresent(consent -> consents.put(fact.id(), consent)));
        }
        return new Standing(roles, consents, moreDenials, emergencies, related, Set.of());
    }

    /** A reference to a patient elsewhere may look like one to a patient here, and is none. */
    private static Optional<ObjectNode> ofPatientHere(CallerFact fact) {
        ObjectNode resource = (ObjectNode) fact.content();
        return fact.patients().contains(id(resource.path("patient"))) ? Optional.of(resource) : Optional.empty();
    }

    private static void requireWhole(List<CallerFact> facts) {
        long consents = facts.stream()
                .filter(fact -> fact.kind() == CallerFact.Kind.CONSENT)
                .count();
        if (consents >= MOST) {
            throw Failure.of(FailureKind.FORBIDDEN, "there are too many Consents to be judged");
        }
    }

    /** Active, and so now: neither is taken for granted. */
    private static Optional<ObjectNode> active(CallerFact fact, Instant now) {
        ObjectNode resource = (ObjectNode) fact.content();
        boolean active = resource.path("active").asBoolean(false)
                && ConsentPeriod.of(resource.path("period")).contains(now);
        return active ? Optional.of(resource) : Optional.empty();
    }

    Standing caringFor(Set<String> patients) {
        return new Standing(roles, consents, moreDenials, emergencies, related, patients);
    }

    /** The patient that the caller acts for as a RelatedPerson with a relationship. */
    Optional<String> relatedTo() {
        return related.filter(person -> !person.path("relationship").isEmpty())
                .map(person -> id(person.path("patient")))
                .filter(id -> !id.isEmpty());
    }

    static String id(JsonNode reference) {
        String text = reference.path("reference").asText();
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
