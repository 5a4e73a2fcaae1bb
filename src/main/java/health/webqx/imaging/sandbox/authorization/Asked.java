package health.webqx.imaging.sandbox.authorization;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An authorization request that may be answered (SMART 2.2 app launch, "Obtain authorization code").
 *
 * @param redirect where the answer goes, exactly as registered
 * @param state what comes back with it
 * @param scopes those of the asked ones that can be granted; at least one
 * @param nonce what comes back in the ID token
 * @param challenge the S256 of the code verifier
 * @param launch what the EHR knows; absent in a standalone launch
 */
record Asked(
        Client client,
        URI redirect,
        String state,
        List<String> scopes,
        Optional<String> nonce,
        String challenge,
        Optional<Launch> launch) {
    Asked {
        scopes = List.copyOf(scopes);
    }
}
