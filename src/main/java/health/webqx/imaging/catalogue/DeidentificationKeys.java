package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.deidentify.ConfidentialityProfile;
import health.webqx.imaging.dicom.deidentify.ProfileOption;
import health.webqx.imaging.dicom.deidentify.Pseudonyms;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.ServerSecrets;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
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
        ConfidentialityProfile view = new ConfidentialityProfile(config.viewOptions(), false);
        if (view.options().contains(ProfileOption.RETAIN_UIDS)) {
            throw new IllegalStateException(
                    "webqx.deidentification.view-options cannot be retain-uids: original UIDs are"
                            + " not to be found by those who see images de-identified");
        }
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
    public Uni<Pseudonyms> get(Optional<String> authority) {
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

    /** Whether there is any authority whose patients' images can be shown de-identified. */
    public boolean areAny() {
        return config.generateKey() || !keys.isEmpty();
    }

    /** How a study is de-identified, by the authority of its patient's identifier; empty for one that no key is set for. */
    Uni<Optional<StudyDeidentification>> deidentification(ObjectNode imagingStudy) {
        String system =
                imagingStudy.path("subject").path("identifier").path("system").asText();
        if (system.isEmpty() || !(keys.containsKey(system) || config.generateKey())) {
            return Uni.createFrom().item(Optional.empty());
        }
        return get(Optional.of(system))
                .map(pseudonyms -> Optional.of(StudyDeidentification.of(config.viewOptions(), pseudonyms)));
    }

    /** What tells all these keys from others, without telling what they are. */
    Uni<String> name() {
        StringBuilder all = new StringBuilder();
        keys.forEach((system, key) -> all.append(system)
                .append('\n')
                .append(HexFormat.of().formatHex(derived(key, "name")))
                .append('\n'));
        if (!config.generateKey()) {
            return Uni.createFrom().item(digest(all.toString()));
        }
        return secrets.get(SECRET).map(secret -> digest(all + HexFormat.of().formatHex(derived(secret, "name"))));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
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
