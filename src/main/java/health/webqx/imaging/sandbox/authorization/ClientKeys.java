package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientCredentialsSelector;
import com.nimbusds.oauth2.sdk.auth.verifier.Context;
import com.nimbusds.oauth2.sdk.auth.verifier.InvalidClientException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/** What a client was registered to prove itself by (SMART 2.2 client-confidential-asymmetric, -symmetric). Blocks. */
final class ClientKeys implements ClientCredentialsSelector<Client> {
    private final PublishedKeys published = new PublishedKeys();

    @Override
    public List<Secret> selectClientSecrets(ClientID id, ClientAuthenticationMethod method, Context<Client> context)
            throws InvalidClientException {
        boolean sent = ClientAuthenticationMethod.CLIENT_SECRET_BASIC.equals(method)
                || ClientAuthenticationMethod.CLIENT_SECRET_POST.equals(method);
        if (sent && context.get().proof() instanceof Client.Secret secret) {
            return List.of(new Secret(secret.value()));
        }
        throw InvalidClientException.NOT_REGISTERED_FOR_AUTH_METHOD;
    }

    @Override
    public List<? extends PublicKey> selectPublicKeys(
            ClientID id,
            ClientAuthenticationMethod method,
            JWSHeader header,
            boolean forceRefresh,
            Context<Client> context)
            throws InvalidClientException {
        JWKSet set = keys(context.get(), header, forceRefresh);
        JWKMatcher wanted = JWKMatcher.forJWSHeader(header);
        List<PublicKey> keys = new ArrayList<>();
        try {
            for (JWK key : new JWKSelector(wanted).select(set)) {
                if (key instanceof AsymmetricJWK asymmetric) {
                    keys.add(asymmetric.toPublicKey());
                }
            }
        } catch (JOSEException e) {
            throw InvalidClientException.NO_MATCHING_JWK;
        }
        return keys;
    }

    /** A {@code jku} must be the registered address; without one the registration decides. */
    private JWKSet keys(Client client, JWSHeader header, boolean anew) throws InvalidClientException {
        if (client.proof() instanceof Client.KeysAt at
                && (header.getJWKURL() == null || at.uri().equals(header.getJWKURL()))) {
            return published.read(at.uri(), anew);
        } else if (client.proof() instanceof Client.Keys registered && header.getJWKURL() == null) {
            return registered.set();
        }
        throw InvalidClientException.NOT_REGISTERED_FOR_AUTH_METHOD;
    }
}
