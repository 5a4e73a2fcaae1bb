package health.webqx.imaging.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How accesses are written down. */
@ConfigMapping(prefix = "webqx.audit")
public interface AuditConfig {
    /** Whether accesses are written down at all. */
    @WithDefault("${PACS_AUDIT_LOGGING_ENABLED:true}")
    boolean enabled();

    /** Most accesses that wait for the disk; one more is told 503 rather than answered unrecorded. */
    @WithDefault("10000")
    int maxWaiting();

    /** How long accesses wait to become AuditEvents while callers wait for answers, before as many are made as come. */
    @WithDefault("60s")
    Duration longestWait();

    /** How long AuditEvents are kept; for ever where it is not given. */
    Optional<Duration> retention();

    /** How often events are looked for that are older than that. */
    @WithDefault("1h")
    Duration retentionInterval();

    /** What patients are told of staff that looked at their images. */
    @WithDefault("full")
    Naming namesForPatients();

    /** How much is told of somebody. */
    enum Naming {
        /** The name. */
        FULL,
        /** The role it has. */
        ROLE,
        /** That it is a member of staff. */
        NONE
    }
}
