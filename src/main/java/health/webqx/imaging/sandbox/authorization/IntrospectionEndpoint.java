package health.webqx.imaging.sandbox.authorization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells clients that prove themselves what a token is good for (RFC 7662, SMART 2.2 token introspection). */
final class IntrospectionEndpoint implements Endpoint {
    private static final List<String> TEXTS =
            List.of("scope", "client_id", "patient", "intent", "fhirUser", "iss", "sub", "jti");

    private final ClientProof proof;
    private final SandboxKey key;
    private final Grants grants;

    IntrospectionEndpoint(ClientProof proof, SandboxKey key, Grants grants) {
        this.proof = proof;
        this.key = key;
        this.grants = grants;
    }

    @Override
    public Optional<ObjectNode> answer(Form form, HTTPRequest request) throws GeneralException {
        proof.authenticate(request);
        String token = form.find("token").orElseThrow(() -> new GeneralException(OAuth2Error.INVALID_REQUEST));
        return Optional.of(accessToken(token).or(() -> refreshToken(token)).orElseGet(() -> ResourceJson.object()
                .put("active", false)));
    }

    /** The claims of an access token that has neither ended nor been taken back. */
    private Optional<ObjectNode> accessToken(String token) {
        return key.claims(token)
                .filter(claims ->
                        Instant.now().isBefore(claims.getExpirationTime().toInstant()))
                .filter(claims -> !grants.isRevoked(String.valueOf(claims.getJWTID())))
                .map(IntrospectionEndpoint::told);
    }

    private static ObjectNode told(JWTClaimsSet claims) {
        ObjectNode answer = ResourceJson.object().put("active", true).put("token_type", "Bearer");
        TEXTS.forEach(name ->
                Optional.ofNullable(claims.getClaim(name)).ifPresent(value -> answer.put(name, value.toString())));
        answer.put("exp", claims.getExpirationTime().toInstant().getEpochSecond());
        answer.put("iat", claims.getIssueTime().toInstant().getEpochSecond());
        if (claims.getClaim("need_patient_banner") instanceof Boolean needed) {
            answer.put("need_patient_banner", needed);
        }
        if (claims.getClaim("fhirContext") instanceof String context) {
            answer.set("fhirContext", ResourceJson.tree(Buffer.buffer(context)));
        }
        claims.getAudience().forEach(audience -> answer.withArray("aud").add(audience));
        return answer;
    }

    private Optional<ObjectNode> refreshToken(String token) {
        Optional<Instant> ends = grants.endOf(token);
        return ends.flatMap(until -> grants.find(Grants.idIn(token))).map(grant -> ResourceJson.object()
                .put("active", true)
                .put("client_id", grant.client())
                .put("scope", String.join(" ", grant.scopes()))
                .put("exp", ends.get().getEpochSecond()));
    }
}
