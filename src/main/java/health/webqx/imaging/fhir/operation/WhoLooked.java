package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.ImageUse;
import health.webqx.imaging.audit.Lookers;
import health.webqx.imaging.fhir.search.PageToken;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.AccessTally;
import health.webqx.imaging.store.AccessTally.Numbered;
import health.webqx.imaging.store.Reach.Visibility;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.ServerSecrets;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.LooksStatement;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Our operation {@code $who-looked} on a Patient: who looked at the patient's images, newest first, in words for the patient;
 * for the patient and who acts for the patient (decision record 012). Of images that are hidden from the caller it tells
 * nothing.
 */
@ApplicationScoped
public class WhoLooked {
    private static final Set<String> PARAMETERS = Set.of("_count", "_page");
    private static final int MOST = 500;
    private static final String SUBTYPES = "https://webqx.health/fhir/CodeSystem/audit-subtype";

    private final Gate gate;
    private final ResourceStore store;
    private final AccessTally accesses;
    private final Lookers lookers;
    private final ServerSecrets secrets;
    private final String base;

    WhoLooked(
            Gate gate,
            ResourceStore store,
            AccessTally accesses,
            Lookers lookers,
            ServerSecrets secrets,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.store = store;
        this.accesses = accesses;
        this.lookers = lookers;
        this.secrets = secrets;
        this.base = baseUrl.orElse("") + "/fhir/";
    }

    /** What is asked for: of whom, and how many. */
    private record Asked(ResourceKey patient, int count, Permit permit, PageToken tokens) {}

    /** A Parameters with an {@code access} for each; {@code NOT_FOUND} for a Patient that is not in reach. */
    public Uni<Buffer> perform(Visit visit, ResourceKey patient, OperationInput input, boolean strict) {
        input.requireKnown(PARAMETERS, strict);
        int count = (int) Math.max(1, Math.min(MOST, input.number("_count").orElse(50L)));
        Set<String> types = Set.of("ImagingStudy", "AuditEvent");
        return gate.pass(visit, AccessRequest.everything(patient, types), permit -> store.read(patient, permit.reach())
                .invoke(() -> requireOwn(permit))
                .chain(() -> secrets.get(PageToken.SECRET))
                .flatMap(secret -> {
                    String bound = patient.reference() + "/$who-looked";
                    PageToken tokens = new PageToken(secret, permit.caller().identity(), bound);
                    long before = input.one("_page")
                            .map(page -> Long.valueOf(tokens.verify(page)))
                            .orElse(Long.MAX_VALUE);
                    return page(new Asked(patient, count, permit, tokens), before);
                })
                .map(answer -> Disclosure.of(answer, Set.of(patient.id()), patient)));
    }

    /** Staff and systems read AuditEvents, if they may; this is the patient's. */
    private static void requireOwn(Permit permit) {
        boolean all = permit.reach().of("AuditEvent").equals(Visibility.ALL);
        boolean own =
                !permit.caller().isStaff() && !permit.reach().of("Patient").equals(Visibility.ALL);
        if (!all && !own) {
            throw Failure.of(FailureKind.FORBIDDEN, "this is for the patient, and for who acts for the patient");
        }
    }

    private Uni<Buffer> page(Asked asked, long before) {
        LooksStatement statement = new LooksStatement(
                asked.patient().id(),
                asked.permit().reach(),
                SUBTYPES,
                ImageUse.SEARCH.code().orElseThrow(),
                List.of(
                        ImageUse.VIEW.code().orElseThrow(),
                        ImageUse.DOWNLOAD.code().orElseThrow()),
                before,
                asked.count() + 1);
        return accesses.looks(statement).flatMap(found -> {
            List<Look> looks = found.stream()
                    .limit(asked.count())
                    .map(event -> Look.of(ResourceJson.readStored(event.body())))
                    .toList();
            return lookers.told(
                            looks.stream().map(Look::user).collect(Collectors.toSet()),
                            asked.patient().id())
                    .flatMap(
                            names -> studies(asked, looks).map(studies -> answer(asked, found, looks, names, studies)));
        });
    }

    /** What is told of studies is what the caller would read of them. */
    private Uni<Map<String, ObjectNode>> studies(Asked asked, List<Look> looks) {
        Set<String> ids = looks.stream().flatMap(look -> look.study().stream()).collect(Collectors.toSet());
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        SearchQuery query = SearchQuery.of("ImagingStudy", List.of(new Criterion.IdIn(ids)), MOST);
        return store.search(query, asked.permit().reach()).map(page -> {
            Map<String, ObjectNode> byId = new HashMap<>();
            page.matches().forEach(study -> byId.put(study.key().id(), ResourceJson.readStored(study.json())));
            return byId;
        });
    }

    private Buffer answer(
            Asked asked,
            List<Numbered> found,
            List<Look> looks,
            Map<String, String> names,
            Map<String, ObjectNode> studies) {
        ObjectNode answer = ResourceJson.object();
        answer.put("resourceType", "Parameters");
        ArrayNode parameters = answer.putArray("parameter");
        for (Look look : looks) {
            ArrayNode parts = parameters.addObject().put("name", "access").putArray("part");
            parts.addObject().put("name", "when").put("valueInstant", look.when());
            parts.addObject().put("name", "who").put("valueString", names.getOrDefault(look.user(), ""));
            parts.addObject().put("name", "kind").put("valueCode", look.kind());
            look.study()
                    .filter(studies::containsKey)
                    .ifPresent(id -> study(parts, id, studies.getOrDefault(id, ResourceJson.object())));
            look.purposes()
                    .forEach(purpose -> parts.addObject().put("name", "purpose").put("valueCode", purpose));
        }
        if (found.size() > asked.count()) {
            String token = asked.tokens()
                    .sign(Long.toString(found.get(asked.count() - 1).sid()));
            parameters
                    .addObject()
                    .put("name", "next")
                    .put(
                            "valueUrl",
                            base + asked.patient().reference() + "/$who-looked?_count=" + asked.count() + "&_page="
                                    + token);
        }
        if (parameters.isEmpty()) {
            answer.remove("parameter");
        }
        return ResourceJson.write(answer);
    }

    private static void study(ArrayNode parts, String id, JsonNode study) {
        ObjectNode reference = parts.addObject().put("name", "study").putObject("valueReference");
        reference.put("reference", "ImagingStudy/" + id);
        String described = study.path("description").asText();
        if (!described.isEmpty()) {
            reference.put("display", described);
        }
        if (study.has("started")) {
            parts.addObject()
                    .put("name", "started")
                    .put("valueDateTime", study.path("started").asText());
        }
    }
}
