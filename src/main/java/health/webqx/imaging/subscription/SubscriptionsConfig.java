package health.webqx.imaging.subscription;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What subscribers may have, and where notifications may be sent. */
@ConfigMapping(prefix = "webqx.subscriptions")
public interface SubscriptionsConfig {
    /**
     * Where rest-hooks may go: {@code https://host[:port][/path]}, exact but for what follows the path; {@code *} stands for any
     * port. None means that there are no rest-hooks.
     */
    Optional<List<String>> allowedEndpoints();

    /**
     * Private networks that the name of an allowed endpoint may lead to, as {@code 10.1.0.0/16}. Addresses that an allowed
     * endpoint has in place of a name need not be repeated here.
     */
    Optional<List<String>> privateNetworks();

    /** The longest that a subscription lasts; one that does not say when it ends lasts so long. */
    @WithDefault("31d")
    Duration longest();

    /** How long events are kept, told or not. */
    @WithDefault("7d")
    Duration retention();

    /** Attempts to tell a subscriber of the same before its subscription is in error. */
    @WithDefault("10")
    int attempts();

    /** The wait after the first failed attempt; it doubles with each further one. */
    @WithDefault("2s")
    Duration firstWait();

    /** The longest wait between two attempts. */
    @WithDefault("10m")
    Duration longestWait();

    /** How often this node looks for what is to be told, beside what it wrote itself. */
    @WithDefault("1s")
    Duration pollInterval();
}
