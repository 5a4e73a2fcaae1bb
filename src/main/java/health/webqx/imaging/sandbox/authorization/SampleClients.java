package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One client of each kind, for trying flows out: the app itself is what listens at {@code http://localhost:3000}. The
 * private keys of the two that have some are made at the first start and lie beside the signing key.
 */
final class SampleClients {
    /** What an app with a user may be granted unless its registration says less. */
    static final List<String> USER_SCOPES = List.of(
            "openid",
            "fhirUser",
            "profile",
            "launch",
            "launch/patient",
            "launch/imagingstudy",
            "launch/diagnosticreport",
            "online_access",
            "offline_access",
            "patient/*.cruds",
            "user/*.cruds");

    /** The same of a backend service. */
    static final List<String> SYSTEM_SCOPES = List.of("system/*.cruds");

    private static final int RSA_BITS = 2048;
    private static final Set<String> REDIRECTS =
            Set.of("http://localhost:3000/", "http://localhost:3000/callback", "http://localhost:3000/index.html");
    private static final URI LAUNCH = URI.create("http://localhost:3000/launch.html");

    private final String base;
    private final JWK appKey;
    private final JWK backendKey;

    /** @param base this server's address; blocks while keys are made */
    SampleClients(String base, Path folder) {
        this.base = base;
        this.appKey = KeyFile.read(folder.resolve("sample-asymmetric-key.json"), () -> new ECKeyGenerator(Curve.P_384)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES384)
                .keyIDFromThumbprint(true)
                .generate());
        this.backendKey = KeyFile.read(folder.resolve("sample-backend-key.json"), () -> new RSAKeyGenerator(RSA_BITS)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS384)
                .keyIDFromThumbprint(true)
                .generate());
    }

    List<Client> list() {
        URI published = URI.create(base + "/sandbox/sample-backend/jwks");
        return List.of(
                app("sample-public", "Sample app (public)", new Client.Nothing()),
                app("sample-symmetric", "Sample app (secret)", new Client.Secret("sandbox-secret")),
                app("sample-asymmetric", "Sample app (key)", new Client.Keys(new JWKSet(appKey.toPublicJWK()))),
                new Client(
                        "sample-backend",
                        "Sample backend service",
                        new Client.KeysAt(published),
                        Set.of(),
                        Optional.empty(),
                        SYSTEM_SCOPES,
                        true));
    }

    /** What the sample backend service publishes. */
    String backendJwks() {
        return new JWKSet(backendKey.toPublicJWK()).toString();
    }

    private static Client app(String id, String name, Client.Proof proof) {
        return new Client(id, name, proof, REDIRECTS, Optional.of(LAUNCH), USER_SCOPES, false);
    }
}
