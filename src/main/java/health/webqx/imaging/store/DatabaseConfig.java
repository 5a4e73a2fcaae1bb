package health.webqx.imaging.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the database is. */
@ConfigMapping(prefix = "webqx.database")
public interface DatabaseConfig {
    /** {@code postgresql://host:port/database} of an external server; absent where the embedded one is used. */
    Optional<String> url();

    /** Who connects to the external server. */
    Optional<String> username();

    /** The password of that user. */
    Optional<String> password();

    /** Whether to run a PostgreSQL of our own when no URL is given; never in production. */
    @WithDefault("false")
    boolean embedded();

    /** Where the embedded server keeps its programs and data. */
    @WithDefault("${webqx.data-dir:.webqx}/postgres")
    Path folder();

    /** Most connections of this instance, beside two for lookups and one of the journal's. */
    @WithDefault("16")
    int maxConnections();

    /** How long a request waits for a free connection before it is told 503. */
    @WithDefault("10s")
    Duration connectionTimeout();

    /** How long one statement may take, waiting for others included, before it is given up; not that of a migration. */
    @WithDefault("1m")
    Duration statementTimeout();
}
