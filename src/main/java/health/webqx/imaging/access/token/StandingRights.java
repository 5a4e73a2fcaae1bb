package health.webqx.imaging.access.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.scope.Permission;
import health.webqx.imaging.access.scope.ResourceScope;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.TimeOrderedUuid;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Callers on whose behalf something is done after their request is over. What a token allowed is kept; what that means is
 * decided anew each time, by the same gate, as if the caller came with that token now. Decision record 007 says for how long.
 */
@ApplicationScoped
public class StandingRights {
    private final Set<String> issuers;

    StandingRights(IssuersConfig config) {
        this.issuers = config.issuers().values().stream()
                .map(IssuersConfig.Issuer::url)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A visit on a caller's behalf.
     *
     * @param rights as {@link #write} wrote them
     * @param query what is looked for, as in a query string, for the record
     * @param address where what is found goes to
     * @param agent on account of what it is done
     */
    public Visit visit(Buffer rights, Optional<String> query, String address, String agent) {
        Caller caller = read(rights);
        Uni<Caller> trusted = issuers.contains(caller.issuer())
                ? Uni.createFrom().item(caller)
                : Uni.createFrom()
                        .failure(Failure.of(FailureKind.UNAUTHENTICATED, "the token's issuer is not trusted any more"));
        return new Visit(query, TimeOrderedUuid.next(), address, agent, trusted);
    }

    /** What is kept of a caller. */
    public static Buffer write(Caller caller) {
        ObjectNode kept = ResourceJson.object();
        kept.put("issuer", caller.issuer());
        kept.put("subject", caller.subject());
        kept.put("client", caller.client());
        kept.put("token", caller.tokenId());
        caller.patient().ifPresent(patient -> kept.put("patient", patient));
        caller.fhirUser().ifPresent(user -> kept.put("fhirUser", user.reference()));
        caller.roles().stream().sorted().forEach(kept.putArray("roles")::add);
        caller.purposes().stream().sorted().forEach(kept.putArray("purposes")::add);
        caller.otherScopes().stream().sorted().forEach(kept.putArray("otherScopes")::add);
        ArrayNode scopes = kept.putArray("scopes");
        caller.scopes().forEach(scope -> write(scopes.addObject(), scope));
        return ResourceJson.write(kept);
    }

    private static void write(ObjectNode kept, ResourceScope scope) {
        kept.put("context", scope.context().name());
        kept.put("type", scope.type());
        ArrayNode permissions = kept.putArray("permissions");
        scope.permissions().forEach(permission -> permissions.add(permission.name()));
        ArrayNode filter = kept.putArray("filter");
        scope.filter()
                .forEach(parameter -> filter.addArray().add(parameter.getKey()).add(parameter.getValue()));
    }

    /** The caller of whom that was kept. */
    public static Caller read(Buffer rights) {
        ObjectNode kept = ResourceJson.readStored(rights);
        List<ResourceScope> scopes = new ArrayList<>();
        kept.path("scopes").forEach(scope -> scopes.add(scope(scope)));
        return new Caller(
                kept.path("issuer").asText(),
                kept.path("subject").asText(),
                kept.path("client").asText(),
                scopes,
                Optional.ofNullable(kept.get("patient")).map(JsonNode::asText),
                Optional.ofNullable(kept.get("fhirUser")).map(JsonNode::asText).flatMap(ResourceKey::ofReference),
                texts(kept.path("roles")),
                texts(kept.path("purposes")),
                kept.path("token").asText(),
                texts(kept.path("otherScopes")));
    }

    private static Set<String> texts(JsonNode kept) {
        Set<String> texts = new TreeSet<>();
        kept.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static ResourceScope scope(JsonNode kept) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        kept.path("permissions").forEach(name -> permissions.add(Permission.valueOf(name.asText())));
        List<Map.Entry<String, String>> filter = new ArrayList<>();
        kept.path("filter")
                .forEach(pair ->
                        filter.add(Map.entry(pair.path(0).asText(), pair.path(1).asText())));
        return new ResourceScope(
                ResourceScope.Context.valueOf(kept.path("context").asText()),
                kept.path("type").asText(),
                permissions,
                filter);
    }
}
