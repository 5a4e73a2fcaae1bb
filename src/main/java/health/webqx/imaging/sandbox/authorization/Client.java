package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An app as it was registered (SMART 2.2 app launch, "Register App with EHR").
 *
 * @param id its {@code client_id}
 * @param name what people are shown
 * @param proof how it proves at the token endpoint who it is
 * @param redirectUris where answers may be sent to, each compared character by character
 * @param launchUrl where it is launched at by an EHR
 * @param scopes the most it may be granted; {@code user}, {@code patient} and {@code system} scopes without filters
 * @param backend whether it is a backend service, which has no users and therefore no redirects
 */
record Client(
        String id,
        String name,
        Proof proof,
        Set<String> redirectUris,
        Optional<URI> launchUrl,
        List<String> scopes,
        boolean backend) {
    Client {
        redirectUris = Set.copyOf(redirectUris);
        scopes = List.copyOf(scopes);
        if (backend && !(proof instanceof Keys || proof instanceof KeysAt)) {
            throw new IllegalArgumentException("backend service " + id + " needs jwks or jwks-uri");
        }
    }

    /** How a client proves who it is. */
    sealed interface Proof permits Nothing, Secret, Keys, KeysAt {}

    /** Not at all: a public client ({@code client-public}). */
    record Nothing() implements Proof {}

    /** By a secret both know ({@code client-confidential-symmetric}). */
    record Secret(String value) implements Proof {
        @Override
        public String toString() {
            return "Secret";
        }
    }

    /** By a key whose public half was registered ({@code client-confidential-asymmetric}). */
    record Keys(JWKSet set) implements Proof {}

    /** By a key whose public half it publishes ({@code client-confidential-asymmetric}). */
    record KeysAt(URI uri) implements Proof {}
}
