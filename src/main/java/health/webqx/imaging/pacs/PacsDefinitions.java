package health.webqx.imaging.pacs;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the archives from settings: {@code webqx.pacs.*}, and the variables of the WebQX module as they stand. Everything
 * that is wrong is collected into one message that names the settings and none of their values.
 */
final class PacsDefinitions {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
    /** The types that the WebQX module has variables for, and the ports they listen at. */
    private static final Map<PacsType, Optional<String>> BY_VARIABLES = Map.of(
            PacsType.ORTHANC, Optional.of("8042"),
            PacsType.DICOOGLE, Optional.of("8080"),
            PacsType.POSTDICOM, Optional.empty());

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 16;

    private final PacsSettings settings;
    private final Function<String, Optional<String>> variables;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, PacsDefinition> definitions = new TreeMap<>();

    private PacsDefinitions(PacsSettings settings, Function<String, Optional<String>> variables) {
        this.settings = settings;
        this.variables = variables;
    }

    /**
     * The enabled archives, by name.
     *
     * @param variables looks up a variable such as {@code ORTHANC_URL}
     * @throws IllegalStateException naming every setting that is missing or wrong
     */
    static List<PacsDefinition> read(PacsSettings settings, Function<String, Optional<String>> variables) {
        return new PacsDefinitions(settings, variables).read();
    }

    private List<PacsDefinition> read() {
        List<String> byVariables = BY_VARIABLES.keySet().stream()
                .filter(this::isByVariables)
                .map(PacsType::configured)
                .toList();
        settings.archives().forEach((name, pacs) -> {
            if (pacs.enabled() && !byVariables.contains(name)) {
                define(name, pacs);
            }
        });
        BY_VARIABLES.keySet().stream().filter(this::isByVariables).forEach(type -> {
            Optional<PacsSettings.Pacs> more = more(type);
            if (more.map(PacsSettings.Pacs::enabled).orElse(true)) {
                defineByVariables(type, more);
            }
        });
        primaryServer();
        if (!faults.isEmpty()) {
            throw new IllegalStateException("Archives are not configured right: " + String.join("; ", faults));
        }
        return List.copyOf(definitions.values());
    }

    /** What {@code webqx.pacs.<type>} says beside the variables. */
    private Optional<PacsSettings.Pacs> more(PacsType type) {
        return Optional.ofNullable(settings.archives().get(type.configured()));
    }

    private boolean isByVariables(PacsType type) {
        boolean wanted = variables
                .apply(type.name() + "_ENABLED")
                .map("true"::equalsIgnoreCase)
                .orElseGet(() -> variables.apply(type.name() + "_URL").isPresent());
        return wanted && more(type).flatMap(PacsSettings.Pacs::url).isEmpty();
    }

    private void define(String name, PacsSettings.Pacs pacs) {
        String prefix = "webqx.pacs." + name + ".";
        if (!NAME.matcher(name).matches()) {
            faults.add("webqx.pacs.<name>: a name has letters, digits, '-' and '.', 64 at most");
        }
        Optional<PacsType> type = type(prefix, pacs.type());
        Optional<String> url = required(prefix + "url", pacs.url());
        if (type.isEmpty() || url.isEmpty() || !isUsable(type.get(), prefix + "url", url.get())) {
            checkLimits(prefix, pacs);
            return;
        }
        Credentials credentials = new SecretsReader(prefix, faults).credentials(type.get(), pacs);
        define(name, type.get(), url.get(), credentials, Optional.of(pacs));
    }

    private void define(
            String name, PacsType type, String url, Credentials credentials, Optional<PacsSettings.Pacs> more) {
        String prefix = "webqx.pacs." + name + ".";
        more.ifPresent(pacs -> checkLimits(prefix, pacs));
        definitions.put(
                name,
                new PacsDefinition(
                        name,
                        type,
                        url,
                        credentials,
                        more.map(PacsSettings.Pacs::primary).orElse(false),
                        more.flatMap(PacsSettings.Pacs::patientIdSystem),
                        more.map(PacsSettings.Limits::timeout).orElse(TIMEOUT),
                        more.map(PacsSettings.Limits::maxConnections).orElse(CONNECTIONS),
                        more.flatMap(PacsSettings.Pacs::pollInterval),
                        more.map(PacsDefinitions::limits).orElse(PacsLimits.DEFAULT),
                        more.map(pacs -> new SecretsReader(prefix, faults).tls(pacs))
                                .orElse(PacsTls.DEFAULT)));
    }

    private static PacsLimits limits(PacsSettings.Limits limits) {
        return new PacsLimits(
                limits.connectTimeout(),
                limits.callTimeout(),
                limits.streamTimeout(),
                limits.maxWaiting(),
                limits.retries(),
                limits.failuresToPause(),
                limits.pause());
    }

    private void checkLimits(String prefix, PacsSettings.Limits limits) {
        atLeast(prefix + "max-connections", 2, limits.maxConnections());
        atLeast(prefix + "max-waiting", 1, limits.maxWaiting());
        atLeast(prefix + "retries", 0, limits.retries());
        atLeast(prefix + "failures-to-pause", 1, limits.failuresToPause());
        Map.of(
                        "timeout", limits.timeout(),
                        "connect-timeout", limits.connectTimeout(),
                        "call-timeout", limits.callTimeout(),
                        "stream-timeout", limits.streamTimeout(),
                        "pause", limits.pause())
                .forEach((name, duration) -> {
                    if (duration.toMillis() < 1) {
                        faults.add(prefix + name + " must be above zero");
                    }
                });
    }

    private void atLeast(String property, int least, int value) {
        if (value < least) {
            faults.add(property + " must be " + least + " or more");
        }
    }

    private Optional<PacsType> type(String prefix, Optional<String> configured) {
        Optional<String> text = required(prefix + "type", configured);
        Optional<PacsType> type = text.flatMap(PacsType::find);
        if (text.isPresent() && type.isEmpty()) {
            faults.add(prefix + "type: unknown type (supported: " + PacsType.names() + ")");
        }
        return type;
    }

    private Optional<String> required(String property, Optional<String> value) {
        if (value.isEmpty()) {
            faults.add(property + " is missing");
        }
        return value;
    }

    private boolean isUsable(PacsType type, String property, String url) {
        if (type == PacsType.DIRECTORY) {
            return true;
        }
        try {
            URI address = new URI(url);
            if (!SecretsReader.isHttp(address) || address.getRawQuery() != null) {
                faults.add(property + " must be an http or https address");
                return false;
            }
            if (address.getRawUserInfo() != null) {
                faults.add(property + " must not carry credentials: use username and password");
                return false;
            }
            return true;
        } catch (URISyntaxException malformed) {
            faults.add(property + " must be an http or https address");
            return false;
        }
    }

    private void defineByVariables(PacsType type, Optional<PacsSettings.Pacs> more) {
        String prefix = type.name() + "_";
        Optional<String> port = BY_VARIABLES.getOrDefault(type, Optional.empty());
        Optional<String> given = variables.apply(prefix + "URL").or(() -> port.map(local -> "http://localhost"));
        Optional<String> url = required(prefix + "URL", given)
                .map(text -> text.contains("://") ? text : (port.isPresent() ? "http://" : "https://") + text);
        if (url.isEmpty() || !isUsable(type, prefix + "URL", url.get())) {
            return;
        }
        Optional<String> key = variables.apply(prefix + "API_KEY");
        Credentials credentials = key.isPresent()
                ? new SecretsReader("webqx.pacs." + type.configured() + ".", faults)
                        .apiKey(
                                key.get(),
                                more.flatMap(PacsSettings.Secrets::apiKeyHeader),
                                more.flatMap(PacsSettings.Secrets::apiKeyScheme))
                : SecretsReader.password(
                        type, variables.apply(prefix + "USERNAME"), variables.apply(prefix + "PASSWORD"));
        define(type.configured(), type, withPort(type, URI.create(url.get())), credentials, more);
    }

    /** The port's variable wins; without one, and none in the address, plain HTTP goes to the archive's own port. */
    private String withPort(PacsType type, URI url) {
        Optional<String> own = BY_VARIABLES.getOrDefault(type, Optional.empty());
        Optional<String> port = own.flatMap(any -> variables.apply(type.name() + "_PORT"));
        if (port.isPresent() && !port.get().matches("[0-9]{1,5}")) {
            faults.add(type.name() + "_PORT must be a number");
            return url.toString();
        }
        if (own.isEmpty() || (port.isEmpty() && (url.getPort() > 0 || "https".equals(url.getScheme())))) {
            return url.toString();
        }
        String path = Optional.ofNullable(url.getRawPath()).orElse("");
        return url.getScheme() + "://" + url.getHost() + ":"
                + port.or(() -> own).orElseThrow() + path;
    }

    /** PACS_PRIMARY_SERVER names the archive that comes first. */
    private void primaryServer() {
        variables.apply("PACS_PRIMARY_SERVER").ifPresent(name -> {
            if (!definitions.containsKey(name)) {
                faults.add("PACS_PRIMARY_SERVER names no enabled archive");
            }
            definitions.replaceAll((key, pacs) -> pacs.asPrimary(key.equals(name)));
        });
    }
}
