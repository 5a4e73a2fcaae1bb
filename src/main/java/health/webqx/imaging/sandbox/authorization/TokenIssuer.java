package health.webqx.imaging.sandbox.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import health.webqx.imaging.resource.ResourceJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes token responses (SMART 2.2 app launch and backend services; RFC 6749 5.1). */
final class TokenIssuer {
    private static final Duration FOR_APPS = Duration.ofHours(1);
    private static final Duration FOR_BACKENDS = Duration.ofMinutes(5);

    private final String base;
    private final SandboxKey key;
    private final Grants grants;

    TokenIssuer(String base, SandboxKey key, Grants grants) {
        this.base = base;
        this.key = key;
        this.grants = grants;
    }

    /** An access token with its context, and with it an ID token where that was consented to. */
    ObjectNode forGrant(Grant grant, List<String> scopes) throws GeneralException {
        Instant expiry = Instant.now().plus(FOR_APPS);
        String id = UUID.randomUUID().toString();
        if (!grants.note(grant.id(), id, expiry)) {
            throw new GeneralException(OAuth2Error.INVALID_GRANT);
        }
        ObjectNode context = context(grant.launch(), scopes);
        JWTClaimsSet.Builder claims = claims(grant.launch().user(), grant.client(), scopes, id, expiry)
                .claim("fhirUser", base + "/fhir/" + grant.launch().user());
        context.properties().forEach(each -> claims.claim(each.getKey(), claim(each.getValue())));
        ObjectNode answer = answer(key.sign(claims.build()), scopes, FOR_APPS);
        answer.setAll(context);
        if (scopes.contains("openid")) {
            answer.put("id_token", idToken(grant, scopes, expiry));
        }
        return answer;
    }

    /** An access token of a backend service: short-lived, and never refreshed. */
    ObjectNode forBackend(Client client, List<String> scopes) {
        Instant expiry = Instant.now().plus(FOR_BACKENDS);
        String id = UUID.randomUUID().toString();
        return answer(
                key.sign(claims(client.id(), client.id(), scopes, id, expiry).build()), scopes, FOR_BACKENDS);
    }

    /** What of the context the scopes disclose. */
    private static ObjectNode context(Launch launch, List<String> scopes) {
        ObjectNode context = ResourceJson.object();
        if (!Scopes.needPatient(scopes) && !scopes.contains("launch")) {
            return context;
        }
        launch.patient().ifPresent(patient -> context.put("patient", patient));
        context.put("need_patient_banner", launch.banner());
        launch.intent().ifPresent(intent -> context.put("intent", intent));
        launch.references().stream()
                .filter(reference -> scopes.contains("launch") || asksFor(reference, scopes))
                .forEach(reference ->
                        context.withArray("fhirContext").addObject().put("reference", reference));
        return context;
    }

    /** Lists are claims as JSON text, as {@code /sandbox/issue} writes them. */
    private static Object claim(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static boolean asksFor(String reference, List<String> scopes) {
        return Scopes.has(scopes, reference.startsWith("ImagingStudy/") ? Scopes.STUDY : Scopes.REPORT);
    }

    private JWTClaimsSet.Builder claims(String subject, String client, List<String> scopes, String id, Instant expiry) {
        return new JWTClaimsSet.Builder()
                .issuer(base + "/sandbox")
                .audience(base + "/fhir")
                .subject(subject)
                .jwtID(id)
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(expiry))
                .claim("client_id", client)
                .claim("scope", String.join(" ", scopes));
    }

    private static ObjectNode answer(String token, List<String> scopes, Duration lifetime) {
        ObjectNode answer = ResourceJson.object();
        answer.put("access_token", token);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", lifetime.toSeconds());
        answer.put("scope", String.join(" ", scopes));
        return answer;
    }

    private String idToken(Grant grant, List<String> scopes, Instant expiry) {
        String user = base + "/fhir/" + grant.launch().user();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(base + "/sandbox")
                .subject(grant.launch().user())
                .audience(grant.client())
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(expiry));
        grant.nonce().ifPresent(nonce -> claims.claim("nonce", nonce));
        Stream.of("fhirUser", "profile").filter(scopes::contains).forEach(name -> claims.claim(name, user));
        return key.signIdToken(claims.build());
    }
}
