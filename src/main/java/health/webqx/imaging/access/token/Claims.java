package health.webqx.imaging.access.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.scope.ScopeParser;
import health.webqx.imaging.access.token.IssuersConfig.Issuer;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceKey;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What a trusted token says, read into a {@link Caller}: OAuth's and SMART's claims, and those of IHE IUA below
 * {@code extensions.ihe_iua}.
 */
final class Claims {
    private static final int OPAQUE_TAIL = 32;

    /** Kinds of tokens that Keycloak and Cognito name and that are no access tokens. */
    private static final Set<String> OTHER_TOKENS = Set.of("id", "refresh", "offline", "logout");

    private final Issuer issuer;
    private final ObjectNode claims;
    private final String token;

    Claims(Issuer issuer, ObjectNode claims, String token) {
        this.issuer = issuer;
        this.claims = claims;
        this.token = token;
    }

    /** The caller; {@code UNAUTHENTICATED} where the token is no access token, or contradicts itself. */
    Caller caller() {
        String scopes = text("scope").or(() -> text("scp")).orElse("");
        if (scopes.isEmpty() || isOtherToken()) {
            throw Failure.of(FailureKind.UNAUTHENTICATED, "the token is not an access token");
        }
        return new Caller(
                issuer.url(),
                text("sub").orElse(""),
                text("client_id").or(() -> text("azp")).orElse(""),
                ScopeParser.parse(scopes),
                patient(),
                text("fhirUser").map(Claims::user),
                roles(),
                codes(iua().path("purpose_of_use")),
                text("jti").orElseGet(() -> token.substring(Math.max(0, token.length() - OPAQUE_TAIL))),
                ScopeParser.others(scopes));
    }

    private boolean isOtherToken() {
        return claims.has("nonce")
                || claims.has("at_hash")
                || OTHER_TOKENS.contains(claims.path("typ").asText().toLowerCase(Locale.ROOT))
                || OTHER_TOKENS.contains(claims.path("token_use").asText());
    }

    /** Two claims that name different patients name none. */
    private Optional<String> patient() {
        Optional<String> patient = text("patient").filter(ResourceKey::isId);
        Optional<String> person = Optional.of(iua().path("person_id").asText())
                .flatMap(ResourceKey::ofReference)
                .filter(key -> key.type().equals("Patient"))
                .map(ResourceKey::id);
        if (patient.isPresent() && person.isPresent() && !patient.equals(person)) {
            throw Failure.of(FailureKind.UNAUTHENTICATED, "the token names two patients");
        }
        return patient.or(() -> person);
    }

    private Set<String> roles() {
        Set<String> roles = new HashSet<>(codes(iua().path("subject_role")));
        for (String claim : issuer.roleClaims().orElse(List.of())) {
            JsonNode value = claims.at("/" + claim.replace('.', '/'));
            if (value.isTextual()) {
                roles.add(value.asText());
            }
            value.forEach(each -> roles.add(each.asText()));
        }
        roles.remove("");
        return roles;
    }

    private JsonNode iua() {
        return claims.path("extensions").path("ihe_iua");
    }

    /** One coding or several, or bare codes. */
    private static Set<String> codes(JsonNode codings) {
        Set<String> codes = new HashSet<>();
        if (codings.isObject() || codings.isTextual()) {
            codes.add(code(codings));
        } else {
            codings.forEach(coding -> codes.add(code(coding)));
        }
        codes.remove("");
        return codes;
    }

    private static String code(JsonNode coding) {
        return coding.isTextual() ? coding.asText() : coding.path("code").asText();
    }

    /** A claim's text; a list's texts joined by spaces. */
    private Optional<String> text(String name) {
        JsonNode claim = claims.path(name);
        if (claim.isArray()) {
            StringJoiner joined = new StringJoiner(" ");
            claim.forEach(each -> joined.add(each.asText()));
            return Optional.of(joined.toString());
        }
        return Optional.of(claim.asText()).filter(text -> !text.isEmpty());
    }

    /** {@code fhirUser} is relative or absolute; its last two parts say who it is. One that cannot be read is not nobody. */
    private static ResourceKey user(String fhirUser) {
        String[] parts = fhirUser.split("/", -1);
        Optional<ResourceKey> user = parts.length < 2 || !R4.isResourceType(parts[parts.length - 2])
                ? Optional.empty()
                : ResourceKey.ofReference(parts[parts.length - 2] + "/" + parts[parts.length - 1]);
        return user.orElseThrow(
                () -> Failure.of(FailureKind.UNAUTHENTICATED, "the token's fhirUser is not understood"));
    }
}
