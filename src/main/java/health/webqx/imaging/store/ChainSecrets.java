package health.webqx.imaging.store;

import health.webqx.imaging.store.chain.ChainKeys;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The keys of the chain over AuditEvents: those of the settings, else a secret in the database. */
@ApplicationScoped
class ChainSecrets {
    private static final int SHORTEST = 32;
    private static final String STORED = "stored";

    private final ServerSecrets secrets;
    private final Optional<String> current;
    private final List<String> former;

    ChainSecrets(ServerSecrets secrets, ChainConfig config) {
        this.secrets = secrets;
        this.current = config.chainKey();
        this.former = config.formerChainKeys().orElse(List.of());
    }

    /** Ends the start where a key is too short to be one. */
    void check(@Observes StartupEvent event) {
        if (current.stream().anyMatch(ChainSecrets::isShort)
                || former.stream().anyMatch(key -> !key.equals(STORED) && isShort(key))) {
            throw new IllegalStateException("webqx.audit.chain-key and each of webqx.audit.former-chain-keys needs "
                    + SHORTEST + " characters or more");
        }
    }

    private static boolean isShort(String key) {
        return key.length() < SHORTEST;
    }

    Uni<ChainKeys> keys() {
        boolean stored = current.isEmpty() || former.contains(STORED);
        Uni<byte[]> secret =
                stored ? secrets.get("audit-chain") : Uni.createFrom().item(new byte[0]);
        return secret.map(this::keys);
    }

    private ChainKeys keys(byte[] stored) {
        List<byte[]> before = former.stream()
                .map(key -> key.equals(STORED) ? stored : key.getBytes(StandardCharsets.UTF_8))
                .toList();
        return new ChainKeys(
                current.map(key -> key.getBytes(StandardCharsets.UTF_8)).orElse(stored), before);
    }
}
