package health.webqx.imaging.store;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The keys of the chain over AuditEvents. */
@ConfigMapping(prefix = "webqx.audit")
public interface ChainConfig {
    /**
     * What links are made with: 32 characters or more, kept outside of the database. Without it they are made with a secret
     * in the database, and who may write there can make the chain anew.
     */
    Optional<String> chainKey();

    /** What {@link #chainKey} was before; {@code stored} for the secret in the database. */
    Optional<List<String>> formerChainKeys();
}
