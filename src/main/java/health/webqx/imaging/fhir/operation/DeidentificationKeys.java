package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.dicom.deidentify.Pseudonyms;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.ServerSecrets;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key for each authority that assigns patient identifiers: with one for all, the same identifier of two patients would
 * make them one. Keys that are not set are derived from a secret of the server's, where that is allowed.
 */
@Startup
@ApplicationScoped
public class DeidentificationKeys {
    private static final String SECRET = "deidentification";
    private static final int LEAST_KEY = 32;

    private final DeidentificationConfig config;
    private final ServerSecrets secrets;
    private final Map<String, byte[]> keys = new TreeMap<>();

    DeidentificationKeys(DeidentificationConfig config, ServerSecrets secrets) {
        this.config = config;
        this.secrets = secrets;
        config.authorities().forEach((name, authority) -> {
            if (authority.key().length() < LEAST_KEY) {
                throw new IllegalStateException("webqx.deidentification.authorities." + name + ".key has less than "
                        + LEAST_KEY + " characters");
            }
            keys.put(authority.system(), authority.key().getBytes(StandardCharsets.UTF_8));
        });
    }

    /**
     * Pseudonyms of an authority.
     *
     * @param authority its URI; absent for the one that is set to be meant then
     * @throws Failure {@code INVALID} for one without a key
     */
    Uni<Pseudonyms> get(Optional<String> authority) {
        String system = authority.or(config::defaultAuthority).orElse(keys.size() == 1 ? only() : "");
        byte[] key = keys.get(system);
        if (key != null) {
            return Uni.createFrom().item(Pseudonyms.of(key));
        } else if (config.generateKey()) {
            return secrets.get(SECRET).map(secret -> Pseudonyms.of(derived(secret, system)));
        }
        throw Failure.at(
                FailureKind.INVALID, "authority", "no key is set for this authority that assigns patient identifiers");
    }

    private String only() {
        return keys.keySet().iterator().next();
    }

    private static byte[] derived(byte[] secret, String authority) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(authority.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
        }
    }
}
