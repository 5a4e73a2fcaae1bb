package health.webqx.imaging.sandbox.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.SearchQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whom one can be in the sandbox, whose records there are, and what is in them. Blocks. */
final class People {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST = 30;

    private static final List<Choice> PRACTITIONERS = List.of(
            new Choice("Practitioner/lena-moreau", "Dr. Léna Moreau", "radiologist"),
            new Choice("Practitioner/sam-whitfield", "Dr. Sam Whitfield", "referring physician"));
    private static final List<Choice> PATIENTS = List.of(
            new Choice("Patient/anna-keller", "Anna Keller", "patient, consents to see her images"),
            new Choice("Patient/ben-okafor", "Ben Okafor", "patient, no consent"),
            new Choice("Patient/carla-ruiz", "Carla Ruiz", "patient, consent has expired"));

    private final ResourceStore store;

    /** What can be chosen: a relative reference, and the words for it. */
    record Choice(String reference, String name, String note) {}

    People(ResourceStore store) {
        this.store = store;
    }

    /** The sample people; anybody else who is in the store may be named, too. */
    List<Choice> everybody() {
        return Stream.concat(PRACTITIONERS.stream(), PATIENTS.stream()).toList();
    }

    List<Choice> patients() {
        return PATIENTS;
    }

    /** Whether one can log in as that. */
    boolean isUser(String reference) {
        return (reference.startsWith("Practitioner/") || reference.startsWith("Patient/")) && exists(reference);
    }

    boolean isPatient(String reference) {
        return reference.startsWith("Patient/") && exists(reference);
    }

    /** A patient's resources of a type, the first of many. */
    List<Choice> of(String patient, String type) {
        SearchQuery query = SearchQuery.of(type, List.of(new Criterion.InCompartment(patient)), MOST);
        return store.search(query, Reach.everything()).await().atMost(PATIENCE).matches().stream()
                .map(found -> choice(found.key(), ResourceJson.readStored(found.json())))
                .toList();
    }

    private boolean exists(String reference) {
        Optional<ResourceKey> key = ResourceKey.ofReference(reference);
        if (key.isEmpty()) {
            return false;
        }
        try {
            store.read(key.get(), Reach.everything()).await().atMost(PATIENCE);
            return true;
        } catch (Failure failure) {
            if (failure.kind() == FailureKind.NOT_FOUND || failure.kind() == FailureKind.GONE) {
                return false;
            }
            throw failure;
        }
    }

    private static Choice choice(ResourceKey key, ObjectNode resource) {
        JsonNode code = resource.path("code");
        String name = Stream.of(
                        resource.path("description"),
                        code.path("text"),
                        code.path("coding").path(0).path("display"))
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(key.id());
        String date = resource.path("started")
                .asText(resource.path("issued").asText())
                .replaceFirst("T.*", "");
        return new Choice(key.reference(), name, date);
    }
}
