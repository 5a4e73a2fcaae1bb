package health.webqx.imaging.subscription;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of the list of endpoints that are allowed.
 *
 * @param port 0 for any
 * @param path where paths begin, at a {@code /}; empty for any path
 */
record AllowedEndpoint(String scheme, String host, int port, String path) {
    private static final Pattern ENTRY =
            Pattern.compile("(https?)://([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+])(?::(\\d{1,5}|\\*))?(/[^?#]*)?");

    /**
     * Reads an entry.
     *
     * @throws IllegalArgumentException when the setting is not as {@link SubscriptionsConfig#allowedEndpoints} says
     */
    static AllowedEndpoint of(String entry) {
        Matcher matcher = ENTRY.matcher(entry.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "webqx.subscriptions.allowed-endpoints: not https://host[:port][/path]: " + entry);
        }
        URI origin = URI.create(matcher.group(1) + "://" + matcher.group(2));
        String port = matcher.group(3);
        String path = matcher.group(4) == null ? "" : matcher.group(4).replaceFirst("/+$", "");
        int number = port == null ? Endpoints.port(origin) : port.equals("*") ? 0 : Integer.parseInt(port);
        return new AllowedEndpoint(origin.getScheme(), Endpoints.host(origin), number, path);
    }

    boolean admits(URI endpoint) {
        String given = endpoint.getRawPath();
        return scheme.equalsIgnoreCase(endpoint.getScheme())
                && host.equals(Endpoints.host(endpoint))
                && (port == 0 || port == Endpoints.port(endpoint))
                && (given.equals(path) || given.startsWith(path + "/") || path.isEmpty());
    }
}
