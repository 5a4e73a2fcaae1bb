package health.webqx.imaging.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a patient is told of those who looked at the patient's images: so much as {@code webqx.audit.names-for-patients} says. */
@ApplicationScoped
public class Lookers {
    private static final String STAFF = "a member of staff";
    private static final String SYSTEM = "a system of this hospital or one that works for it";
    private static final Set<String> STAFF_TYPES = Set.of("Practitioner", "PractitionerRole");
    private static final int MOST = 500;

    private final ResourceStore store;
    private final SearchDefinitions definitions;
    private final AuditConfig.Naming naming;

    Lookers(ResourceStore store, SearchDefinitions definitions, AuditConfig config) {
        this.store = store;
        this.definitions = definitions;
        this.naming = config.namesForPatients();
    }

    /**
     * What is told of each.
     *
     * @param users as AuditEvents name them: references, or what issuers call them
     * @param patient the patient who is told
     */
    public Uni<Map<String, String>> told(Set<String> users, String patient) {
        Map<String, String> told = new HashMap<>();
        Set<String> practitioners = new TreeSet<>();
        for (String user : users) {
            Optional<ResourceKey> key = ResourceKey.ofReference(user);
            told.put(user, key.map(known -> category(known, patient)).orElse(SYSTEM));
            key.filter(known -> known.type().equals("Practitioner")).ifPresent(known -> practitioners.add(known.id()));
        }
        if (naming == AuditConfig.Naming.NONE || practitioners.isEmpty()) {
            return Uni.createFrom().item(told);
        }
        return known(practitioners).map(resources -> {
            resources.forEach(resource -> told(resource).forEach((user, text) -> told.put(user, text)));
            return told;
        });
    }

    private static String category(ResourceKey user, String patient) {
        if (user.equals(new ResourceKey("Patient", patient))) {
            return "you";
        } else if (STAFF_TYPES.contains(user.type())) {
            return STAFF;
        }
        return user.type().equals("RelatedPerson") ? "somebody who acts for you" : "somebody whom a consent names";
    }

    private Uni<List<StoredResource>> known(Collection<String> practitioners) {
        boolean full = naming == AuditConfig.Naming.FULL;
        Criterion criterion = full
                ? new Criterion.IdIn(Set.copyOf(practitioners))
                : definitions
                        .criteria()
                        .parse(
                                "PractitionerRole",
                                "practitioner",
                                "Practitioner/" + String.join(",Practitioner/", practitioners));
        return store.search(
                        SearchQuery.of(full ? "Practitioner" : "PractitionerRole", List.of(criterion), MOST),
                        Reach.everything())
                .map(page -> page.matches());
    }

    private Map<String, String> told(StoredResource stored) {
        ObjectNode resource = ResourceJson.readStored(stored.json());
        if (naming == AuditConfig.Naming.FULL) {
            String name = name(resource.path("name").path(0));
            return name.isEmpty() ? Map.of() : Map.of(stored.key().reference(), name);
        }
        String role = role(resource.path("code").path(0));
        String practitioner = resource.path("practitioner").path("reference").asText();
        return role.isEmpty() || practitioner.isEmpty() ? Map.of() : Map.of(practitioner, role);
    }

    private static String name(JsonNode name) {
        if (name.has("text")) {
            return name.path("text").asText();
        }
        StringBuilder parts = new StringBuilder();
        for (String member : List.of("prefix", "given")) {
            name.path(member).forEach(part -> parts.append(part.asText()).append(' '));
        }
        return parts.append(name.path("family").asText()).toString().strip();
    }

    private static String role(JsonNode code) {
        JsonNode coding = code.path("coding").path(0);
        return code.path("text")
                .asText(coding.path("display").asText(coding.path("code").asText()));
    }
}
