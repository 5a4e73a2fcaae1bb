package health.webqx.imaging.subscription;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where notifications may go: to endpoints that the operator allows, by name, and of these to addresses that are public, or that
 * the operator names, too. A name says nothing of where it leads, so both are asked.
 */
@ApplicationScoped
class Endpoints {
    /** What a path's reader may take for a way up, or for a dot, slash or backslash. */
    private static final Pattern DISGUISED = Pattern.compile("(?i)%2[ef]|%5c|/\\.\\.?;");

    /** What is named by its address is named. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final Set<AllowedEndpoint> allowed;
    private final Set<Network> networks;

    @Inject
    Endpoints(SubscriptionsConfig config) {
        this(
                config.allowedEndpoints().orElse(List.of()).stream()
                        .map(AllowedEndpoint::of)
                        .collect(Collectors.toSet()),
                config.privateNetworks().orElse(List.of()).stream()
                        .map(Network::of)
                        .collect(Collectors.toSet()));
    }

    Endpoints(Set<AllowedEndpoint> allowed, Set<Network> networks) {
        this.allowed = Set.copyOf(allowed);
        this.networks = Set.copyOf(networks);
    }

    /**
     * The endpoint, if it is allowed.
     *
     * @throws health.webqx.imaging.outcome.Failure {@code UNPROCESSABLE} if not
     */
    URI requireAllowed(String endpoint) {
        return parse(endpoint)
                .filter(uri -> allowed.stream().anyMatch(each -> each.admits(uri)))
                .orElseThrow(() -> Elements.refused("channel.endpoint", "this server does not send to this endpoint"));
    }

    /** Whether a connection to an endpoint may be made at this address. */
    boolean isAllowed(URI endpoint, InetAddress address) {
        return Network.isPublic(address)
                || networks.stream().anyMatch(network -> network.contains(address))
                || ADDRESS.matcher(host(endpoint)).matches();
    }

    /** The host, without the brackets of an IPv6 address. */
    static String host(URI endpoint) {
        return endpoint.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

    /** The port, also where it is the scheme's own. */
    static int port(URI endpoint) {
        return endpoint.getPort() > 0
                ? endpoint.getPort()
                : endpoint.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static Optional<URI> parse(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            boolean plain = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && uri.normalize().equals(uri)
                    && !DISGUISED.matcher(uri.getRawPath()).find()
                    && endpoint.chars().allMatch(c -> c > ' ' && c < 127);
            return plain ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
