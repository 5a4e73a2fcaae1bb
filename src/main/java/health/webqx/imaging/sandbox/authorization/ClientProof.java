package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.JWTAuthentication;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientAuthenticationVerifier;
import com.nimbusds.oauth2.sdk.auth.verifier.Context;
import com.nimbusds.oauth2.sdk.auth.verifier.JWTAudienceCheck;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Audience;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which client sends a request, by what it proves itself with (SMART 2.2 client-confidential-asymmetric and
 * -symmetric, RFC 7523 3). Whatever is wrong is {@code invalid_client}.
 */
final class ClientProof {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384);
    private static final Duration LONGEST_ASSERTION = Duration.ofMinutes(5);
    /** How far a client's clock may be ahead. */
    private static final Duration SKEW = Duration.ofSeconds(30);
    /** How long an assertion's id is remembered: Nimbus takes expired ones for a minute more. */
    private static final Duration REMEMBERED = LONGEST_ASSERTION.plus(SKEW).plus(Duration.ofMinutes(1));

    private static final int MOST_ASSERTIONS = 50_000;

    private final Registrations registrations;
    private final ClientAuthenticationVerifier<Client> verifier;
    private final Expiring<Boolean> spent = new Expiring<>(MOST_ASSERTIONS);

    ClientProof(Registrations registrations, URI tokenEndpoint) {
        this.registrations = registrations;
        this.verifier = new ClientAuthenticationVerifier<>(
                new ClientKeys(), Set.of(new Audience(tokenEndpoint)), JWTAudienceCheck.LEGACY);
    }

    /**
     * The client that proves itself, or a public one that names itself.
     *
     * @param implied whom the rest of the request tells a public client to be, should it not name itself
     */
    Client identify(Form form, HTTPRequest request, Optional<String> implied) throws GeneralException {
        List<ClientAuthentication> proofs = proofs(request);
        if (proofs.isEmpty()) {
            return registered(form.find("client_id").or(() -> implied))
                    .filter(client -> client.proof() instanceof Client.Nothing)
                    .orElseThrow(ClientProof::refusal);
        }
        Client client = verify(proofs);
        if (form.find("client_id").filter(id -> !id.equals(client.id())).isPresent()) {
            throw refusal();
        }
        return client;
    }

    /** The client that proves itself; one that cannot is refused. */
    Client authenticate(HTTPRequest request) throws GeneralException {
        return verify(proofs(request));
    }

    private Client verify(List<ClientAuthentication> proofs) throws GeneralException {
        if (proofs.size() != 1) {
            throw refusal();
        }
        ClientAuthentication proof = proofs.get(0);
        Client client = registered(Optional.of(proof.getClientID().getValue())).orElseThrow(ClientProof::refusal);
        if (proof instanceof JWTAuthentication assertion) {
            requireForm(assertion);
        }
        Context<Client> context = new Context<>();
        context.set(client);
        try {
            verifier.verify(proof, Set.of(), context);
        } catch (JOSEException e) {
            throw refusal();
        }
        if (proof instanceof JWTAuthentication assertion) {
            requireFirstUse(client, assertion);
        }
        return client;
    }

    private static void requireForm(JWTAuthentication assertion) throws GeneralException {
        JWSHeader header = assertion.getClientAssertion().getHeader();
        Instant latest = Instant.now().plus(LONGEST_ASSERTION).plus(SKEW);
        boolean good = ALGORITHMS.contains(header.getAlgorithm())
                && header.getKeyID() != null
                && assertion.getJWTAuthenticationClaimsSet().getJWTID() != null
                && !assertion
                        .getJWTAuthenticationClaimsSet()
                        .getExpirationTime()
                        .toInstant()
                        .isAfter(latest);
        if (!good) {
            throw refusal();
        }
    }

    /** Looked at after the signature, or anybody could use up another's ids. */
    private void requireFirstUse(Client client, JWTAuthentication assertion) throws GeneralException {
        String id = assertion.getJWTAuthenticationClaimsSet().getJWTID().getValue();
        if (!spent.putIfNew(client.id() + " " + Unguessable.digest(id), Boolean.TRUE, REMEMBERED)) {
            throw refusal();
        }
    }

    private Optional<Client> registered(Optional<String> id) {
        return id.flatMap(registrations::find);
    }

    private static List<ClientAuthentication> proofs(HTTPRequest request) throws GeneralException {
        try {
            return Optional.ofNullable(ClientAuthentication.parseCandidates(request))
                    .orElse(List.of());
        } catch (ParseException e) {
            throw refusal();
        }
    }

    private static GeneralException refusal() {
        return new GeneralException(OAuth2Error.INVALID_CLIENT);
    }
}
