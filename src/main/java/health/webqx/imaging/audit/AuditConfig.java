package health.webqx.imaging.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How accesses are written down. */
@ConfigMapping(prefix = "webqx.audit")
public interface AuditConfig {
    /** Whether accesses are written down at all. */
    @WithDefault("${PACS_AUDIT_LOGGING_ENABLED:true}")
    boolean enabled();

    /** Most accesses that wait for the disk; one more is told 503 rather than answered unrecorded. */
    @WithDefault("10000")
    int maxWaiting();
}
