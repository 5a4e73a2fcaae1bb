package health.webqx.imaging.pacs;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the archives from settings: {@code webqx.pacs.*}, and the variables of the WebQX module as they stand. Everything
 * that is wrong is collected into one message that names the settings and none of their values.
 */
final class PacsDefinitions {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
    private static final Set<String> LATER = Set.of("dicomweb", "dicoogle", "postdicom");
    private static final String ORTHANC = "orthanc";
    private static final String ORTHANC_PORT = "8042";

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
        Optional<PacsSettings.Pacs> orthanc =
                Optional.ofNullable(settings.archives().get(ORTHANC));
        boolean byVariables =
                isOrthancWanted() && orthanc.flatMap(PacsSettings.Pacs::url).isEmpty();
        settings.archives().forEach((name, pacs) -> {
            if (pacs.enabled() && !(byVariables && name.equals(ORTHANC))) {
                define(name, pacs);
            }
        });
        if (byVariables && orthanc.map(PacsSettings.Pacs::enabled).orElse(true)) {
            defineOrthanc(orthanc);
        }
        primaryServer();
        if (!faults.isEmpty()) {
            throw new IllegalStateException("Archives are not configured right: " + String.join("; ", faults));
        }
        return List.copyOf(definitions.values());
    }

    private void define(String name, PacsSettings.Pacs pacs) {
        String prefix = "webqx.pacs." + name + ".";
        if (!NAME.matcher(name).matches()) {
            faults.add("webqx.pacs.<name>: a name has letters, digits, '-' and '.', 64 at most");
        }
        if (pacs.maxConnections() < 2) {
            faults.add(prefix + "max-connections must be 2 or more");
        }
        if (pacs.timeout().toMillis() < 1) {
            faults.add(prefix + "timeout must be above zero");
        }
        Optional<PacsType> type = type(prefix, pacs.type());
        Optional<String> url = required(prefix + "url", pacs.url());
        if (type.isEmpty() || url.isEmpty() || !isUsable(type.get(), prefix + "url", url.get())) {
            return;
        }
        definitions.put(
                name,
                new PacsDefinition(
                        name,
                        type.get(),
                        url.get(),
                        basic(pacs.username(), pacs.password()),
                        pacs.primary(),
                        pacs.patientIdSystem(),
                        pacs.timeout(),
                        pacs.maxConnections(),
                        pacs.pollInterval()));
    }

    private Optional<PacsType> type(String prefix, Optional<String> configured) {
        Optional<String> text = required(prefix + "type", configured);
        Optional<PacsType> type = text.flatMap(PacsType::find);
        if (text.isPresent() && type.isEmpty()) {
            faults.add(prefix + "type: "
                    + (LATER.contains(text.get()) ? "'" + text.get() + "' is not supported yet" : "unknown type")
                    + " (supported: orthanc, directory)");
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
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (!http || address.getHost() == null || address.getRawQuery() != null) {
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

    private boolean isOrthancWanted() {
        Optional<String> enabled = variables.apply("ORTHANC_ENABLED");
        return enabled.map("true"::equalsIgnoreCase)
                .orElseGet(() -> variables.apply("ORTHANC_URL").isPresent());
    }

    /** @param more what {@code webqx.pacs.orthanc} says beside the variables */
    private void defineOrthanc(Optional<PacsSettings.Pacs> more) {
        String url = variables.apply("ORTHANC_URL").orElse("http://localhost");
        if (!url.contains("://")) {
            url = "http://" + url;
        }
        if (!isUsable(PacsType.ORTHANC, "ORTHANC_URL", url)) {
            return;
        }
        definitions.put(
                ORTHANC,
                new PacsDefinition(
                        ORTHANC,
                        PacsType.ORTHANC,
                        withPort(URI.create(url)),
                        basic(variables.apply("ORTHANC_USERNAME"), variables.apply("ORTHANC_PASSWORD")),
                        more.map(PacsSettings.Pacs::primary).orElse(false),
                        more.flatMap(PacsSettings.Pacs::patientIdSystem),
                        more.map(PacsSettings.Pacs::timeout).orElse(Duration.ofSeconds(30)),
                        more.map(PacsSettings.Pacs::maxConnections).orElse(16),
                        more.flatMap(PacsSettings.Pacs::pollInterval)));
    }

    /** ORTHANC_PORT wins; without one, and none in the address, plain HTTP goes to Orthanc's own port. */
    private String withPort(URI url) {
        Optional<String> port = variables.apply("ORTHANC_PORT");
        if (port.isPresent() && !port.get().matches("[0-9]{1,5}")) {
            faults.add("ORTHANC_PORT must be a number");
            return url.toString();
        }
        if (port.isEmpty() && (url.getPort() > 0 || "https".equals(url.getScheme()))) {
            return url.toString();
        }
        String path = Optional.ofNullable(url.getRawPath()).orElse("");
        return url.getScheme() + "://" + url.getHost() + ":" + port.orElse(ORTHANC_PORT) + path;
    }

    private static Map<String, String> basic(Optional<String> username, Optional<String> password) {
        return username.map(user -> user + ":" + password.orElse(""))
                .map(both -> Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)))
                .map(code -> Map.of("Authorization", "Basic " + code))
                .orElse(Map.of());
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
