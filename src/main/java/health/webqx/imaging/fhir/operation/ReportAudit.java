package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.AccessTally;
import health.webqx.imaging.store.AccessTally.Kind;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.TallyStatement;
import health.webqx.imaging.store.search.TallyStatement.By;
import health.webqx.imaging.store.search.TypeQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Our operation {@code $report} on AuditEvent: how many accesses there were of each kind, and the search that shows them. It is
 * a search of AuditEvents, under the same reach.
 */
@ApplicationScoped
public class ReportAudit {
    private static final int MOST = 1000;
    private static final int USUAL_DAYS = 30;

    /** Our parameters, and the search parameters they stand for. */
    private static final Map<String, String> CRITERIA = Map.of(
            "patient", "patient", "agent", "agent", "date", "date", "outcome", "outcome", "interaction", "subtype");

    private final Gate gate;
    private final AccessTally accesses;
    private final SearchDefinitions definitions;
    private final String address;

    ReportAudit(
            Gate gate,
            AccessTally accesses,
            SearchDefinitions definitions,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.accesses = accesses;
        this.definitions = definitions;
        this.address = baseUrl.orElse("") + "/fhir/AuditEvent?";
    }

    /** A Parameters with a {@code group} for each kind, those with most accesses first. */
    public Uni<Buffer> perform(Visit visit, OperationInput input, boolean strict) {
        Set<String> known = Stream.concat(CRITERIA.keySet().stream(), Stream.of("by", "_count"))
                .collect(Collectors.toSet());
        By by = by(input.requireKnown(known, strict).one("by").orElse("agent"));
        int count = (int) Math.max(1, Math.min(MOST, input.number("_count").orElse(100L)));
        List<Map.Entry<String, String>> asked = asked(input);
        List<Criterion> criteria = asked.stream()
                .map(each -> definitions.chains().parse("AuditEvent", each.getKey(), each.getValue()))
                .toList();
        TypeQuery query = new TypeQuery("AuditEvent", criteria, List.of());
        return gate.pass(visit, AccessRequest.onAny(RestInteraction.OPERATION, "AuditEvent"), permit -> accesses.kinds(
                        new TallyStatement(query, by, permit.reach(), count + 1))
                .map(kinds -> Disclosure.of(answer(asked, by, kinds, count), patients(input, by, kinds))));
    }

    private static By by(String name) {
        try {
            return By.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Failure.at(FailureKind.INVALID, "by", "one of agent, patient, interaction, outcome, day");
        }
    }

    /** The search that the report is about; of the last days where no date is given. */
    private static List<Map.Entry<String, String>> asked(OperationInput input) {
        List<Map.Entry<String, String>> asked = new ArrayList<>();
        for (Map.Entry<String, String> given : input.parameters()) {
            String parameter = CRITERIA.get(given.getKey());
            if (parameter != null) {
                asked.add(criterion(parameter, given.getValue()));
            }
        }
        if (input.all("date").isEmpty()) {
            String from = Instant.now()
                    .minus(USUAL_DAYS, ChronoUnit.DAYS)
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDate()
                    .toString();
            asked.add(Map.entry("date", "ge" + from));
        }
        return asked;
    }

    /** Who is no resource is found by name. */
    private static Map.Entry<String, String> criterion(String parameter, String value) {
        boolean name = parameter.equals("agent") && !value.contains("/");
        return Map.entry(name ? "agent-name:exact" : parameter, value);
    }

    private static Set<String> patients(OperationInput input, By by, List<Kind> kinds) {
        Stream<String> told = by == By.PATIENT ? kinds.stream().map(Kind::key) : input.all("patient").stream();
        return told.map(text -> text.contains("/") ? ResourceKey.ofReference(text) : ofId(text))
                .flatMap(Optional::stream)
                .filter(key -> key.type().equals("Patient"))
                .map(ResourceKey::id)
                .collect(Collectors.toSet());
    }

    private static Optional<ResourceKey> ofId(String id) {
        return ResourceKey.ofReference("Patient/" + id);
    }

    private Buffer answer(List<Map.Entry<String, String>> asked, By by, List<Kind> kinds, int count) {
        ObjectNode answer = ResourceJson.object();
        answer.put("resourceType", "Parameters");
        ArrayNode parameters = answer.putArray("parameter");
        parameters.addObject().put("name", "by").put("valueCode", by.name().toLowerCase(Locale.ROOT));
        parameters.addObject().put("name", "search").put("valueUrl", search(asked, Optional.empty()));
        parameters.addObject().put("name", "more").put("valueBoolean", kinds.size() > count);
        for (Kind kind : kinds.subList(0, Math.min(count, kinds.size()))) {
            ArrayNode parts = parameters.addObject().put("name", "group").putArray("part");
            parts.addObject().put("name", "key").put("valueString", kind.key().isEmpty() ? "none" : kind.key());
            parts.addObject().put("name", "count").put("valueDecimal", kind.count());
            parts.addObject().put("name", "first").put("valueInstant", kind.first());
            parts.addObject().put("name", "last").put("valueInstant", kind.last());
            if (!kind.key().isEmpty()) {
                parts.addObject().put("name", "search").put("valueUrl", search(asked, Optional.of(only(by, kind))));
            }
        }
        return ResourceJson.write(answer);
    }

    private static Map.Entry<String, String> only(By by, Kind kind) {
        return switch (by) {
            case PATIENT -> Map.entry("patient", kind.key());
            case AGENT -> criterion("agent", kind.key());
            case INTERACTION -> Map.entry("subtype", kind.key());
            case OUTCOME -> Map.entry("outcome", kind.key());
            case DAY -> Map.entry("date", kind.key());
        };
    }

    private String search(List<Map.Entry<String, String>> asked, Optional<Map.Entry<String, String>> more) {
        return Stream.concat(asked.stream(), more.stream())
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", address, ""));
    }
}
