package health.webqx.imaging.sandbox.authorization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import java.util.Optional;

/**
 * Takes a client's own tokens back (RFC 7009): an access token alone, a refresh token with all that its grant gave. What is
 * no token of the client's is answered likewise.
 */
final class RevocationEndpoint implements Endpoint {
    private final ClientProof proof;
    private final SandboxKey key;
    private final Grants grants;

    RevocationEndpoint(ClientProof proof, SandboxKey key, Grants grants) {
        this.proof = proof;
        this.key = key;
        this.grants = grants;
    }

    @Override
    public Optional<ObjectNode> answer(Form form, HTTPRequest request) throws GeneralException {
        Client client = proof.identify(form, request, Optional.empty());
        String token = form.find("token").orElseThrow(() -> new GeneralException(OAuth2Error.INVALID_REQUEST));
        key.claims(token)
                .filter(claims -> client.id().equals(claims.getClaim("client_id")))
                .ifPresent(claims -> grants.revoke(
                        claims.getJWTID(), claims.getExpirationTime().toInstant()));
        grants.find(Grants.idIn(token))
                .filter(grant -> grant.client().equals(client.id()))
                .ifPresent(grant -> grants.end(grant.id()));
        return Optional.empty();
    }
}
