package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.jose.jwk.JWKSet;
import health.webqx.imaging.sandbox.SandboxConfig;
import java.net.URI;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The apps that are registered: samples of each kind, and those of {@code webqx.sandbox.clients}. */
final class Registrations {
    private final Map<String, Client> byId = new LinkedHashMap<>();
    private final Set<String> origins;

    Registrations(SampleClients samples, SandboxConfig config) {
        samples.list().forEach(client -> byId.put(client.id(), client));
        config.clients().forEach((id, given) -> byId.put(id, client(id, given)));
        this.origins = byId.values().stream()
                .flatMap(client ->
                        Stream.concat(client.redirectUris().stream(), client.launchUrl().map(URI::toString).stream()))
                .map(uri -> origin(URI.create(uri)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The client of that id. */
    Optional<Client> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Those that an EHR can launch. */
    List<Client> launchable() {
        return byId.values().stream()
                .filter(client -> client.launchUrl().isPresent())
                .toList();
    }

    /** Whether an app was registered to run at that origin (RFC 6454). */
    boolean isOrigin(String origin) {
        return origins.contains(origin);
    }

    /** Scheme, host and port; of an address without a host, as apps on telephones have, the scheme and its colon. */
    static String origin(URI uri) {
        return uri.getRawAuthority() == null ? uri.getScheme() + ":" : uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static Client client(String id, SandboxConfig.Client given) {
        return new Client(
                id,
                given.name().orElse(id),
                proof(id, given),
                given.redirectUris().map(Set::copyOf).orElse(Set.of()),
                given.launchUrl().map(URI::create),
                given.scopes().orElse(given.backend() ? SampleClients.SYSTEM_SCOPES : SampleClients.USER_SCOPES),
                given.backend());
    }

    private static Client.Proof proof(String id, SandboxConfig.Client given) {
        if (given.jwks().isPresent()) {
            return new Client.Keys(parse(id, given.jwks().get()));
        } else if (given.jwksUri().isPresent()) {
            return new Client.KeysAt(URI.create(given.jwksUri().get()));
        }
        return given.secret().<Client.Proof>map(Client.Secret::new).orElseGet(Client.Nothing::new);
    }

    private static JWKSet parse(String id, String jwks) {
        try {
            return JWKSet.parse(jwks).toPublicJWKSet();
        } catch (ParseException e) {
            throw new IllegalStateException("webqx.sandbox.clients." + id + ".jwks is not a JSON Web Key set", e);
        }
    }
}
