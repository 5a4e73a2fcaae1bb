package health.webqx.imaging.sandbox.authorization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The token endpoint (SMART 2.2 app launch and backend services, RFC 6749 3.2). */
final class TokenEndpoint implements Endpoint {
    private final ClientProof proof;
    private final Codes codes;
    private final Grants grants;
    private final TokenIssuer issuer;

    TokenEndpoint(ClientProof proof, Codes codes, Grants grants, TokenIssuer issuer) {
        this.proof = proof;
        this.codes = codes;
        this.grants = grants;
        this.issuer = issuer;
    }

    @Override
    public Optional<ObjectNode> answer(Form form, HTTPRequest request) throws GeneralException {
        Client client = proof.identify(form, request, ofRefreshToken(form));
        AuthorizationGrant grant = TokenRequest.parse(request).getAuthorizationGrant();
        List<String> scopes = Scopes.split(form.find("scope").orElse(""));
        if (client.backend() != grant instanceof ClientCredentialsGrant) {
            throw new GeneralException(OAuth2Error.UNAUTHORIZED_CLIENT);
        } else if (client.backend()) {
            return Optional.of(forBackend(client, scopes));
        } else if (grant instanceof AuthorizationCodeGrant code) {
            return Optional.of(forCode(client, code));
        } else if (grant instanceof RefreshTokenGrant refresh) {
            return Optional.of(refreshed(client, refresh.getRefreshToken().getValue(), scopes));
        }
        throw new GeneralException(OAuth2Error.UNSUPPORTED_GRANT_TYPE);
    }

    /** Public clients need not say who they are when they refresh (RFC 6749 6), and fhirclient does not. */
    private Optional<String> ofRefreshToken(Form form) {
        return form.find("refresh_token")
                .map(Grants::idIn)
                .flatMap(grants::find)
                .map(Grant::client);
    }

    private ObjectNode forCode(Client client, AuthorizationCodeGrant given) throws GeneralException {
        Grant grant = codes.redeem(
                        given.getAuthorizationCode().getValue(),
                        client.id(),
                        Optional.ofNullable(given.getRedirectionURI()),
                        Optional.ofNullable(given.getCodeVerifier()))
                .orElseThrow(TokenEndpoint::invalidGrant);
        ObjectNode answer = issuer.forGrant(grant, grant.scopes());
        if (grant.isRefreshable()) {
            String refresh = grants.firstRefreshToken(grant.id()).orElseThrow(TokenEndpoint::invalidGrant);
            answer.put("refresh_token", refresh);
        }
        return answer;
    }

    /** What was granted, or less of it; the grant itself stays as it is. */
    private ObjectNode refreshed(Client client, String token, List<String> asked) throws GeneralException {
        Grant grant = grants.ofRefreshToken(token, client.id()).orElseThrow(TokenEndpoint::invalidGrant);
        if (!new HashSet<>(grant.scopes()).containsAll(asked)) {
            throw new GeneralException(OAuth2Error.INVALID_SCOPE);
        }
        String next = grants.rotate(token, client.id()).orElseThrow(TokenEndpoint::invalidGrant);
        ObjectNode answer =
                issuer.forGrant(grant, asked.isEmpty() ? grant.scopes() : Scopes.less(grant.scopes(), asked));
        answer.put("refresh_token", next);
        return answer;
    }

    private ObjectNode forBackend(Client client, List<String> asked) throws GeneralException {
        List<String> scopes = Scopes.grantable(asked, client, true);
        if (scopes.isEmpty()) {
            throw new GeneralException(OAuth2Error.INVALID_SCOPE);
        }
        return issuer.forBackend(client, scopes);
    }

    private static GeneralException invalidGrant() {
        return new GeneralException(OAuth2Error.INVALID_GRANT);
    }
}
