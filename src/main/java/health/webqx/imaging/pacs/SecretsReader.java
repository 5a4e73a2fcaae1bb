package health.webqx.imaging.pacs;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what is shown to an archive and who it must be. What is wrong is named without its value. */
final class SecretsReader {
    /** RFC 9110 5.6.2: what a header's name, and the word before a key, may be written with. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7E]{1,8192}");
    private static final String AUTHORIZATION = "Authorization";

    private final String prefix;
    private final List<String> faults;

    /** @param prefix of the settings' names, with the last dot */
    SecretsReader(String prefix, List<String> faults) {
        this.prefix = prefix;
        this.faults = faults;
    }

    /** The one kind of credentials that is configured. */
    Credentials credentials(PacsType type, PacsSettings.Secrets settings) {
        long kinds = List.of(settings.username(), settings.apiKey(), settings.tokenUrl()).stream()
                .filter(Optional::isPresent)
                .count();
        if (kinds > 1) {
            faults.add(prefix + "username, api-key and token-url: one of them at most");
        }
        if (settings.apiKey().isPresent()) {
            return apiKey(settings.apiKey().get(), settings.apiKeyHeader(), settings.apiKeyScheme());
        } else if (settings.tokenUrl().isPresent()) {
            return clientSecret(settings);
        }
        return password(type, settings.username(), settings.password());
    }

    /** HTTP Basic, or for Dicoogle its own login. */
    static Credentials password(PacsType type, Optional<String> username, Optional<String> password) {
        if (username.isEmpty()) {
            return new Credentials.Headers(Map.of());
        } else if (type == PacsType.DICOOGLE) {
            return new Credentials.Login(username.get(), password.orElse(""));
        }
        byte[] both = (username.get() + ":" + password.orElse("")).getBytes(StandardCharsets.UTF_8);
        return new Credentials.Headers(
                Map.of(AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(both)));
    }

    /** A key in a header, after a word or alone. */
    Credentials apiKey(String key, Optional<String> configuredHeader, Optional<String> configuredScheme) {
        String header = configuredHeader.orElse(AUTHORIZATION);
        String scheme =
                configuredScheme.orElse(header.toLowerCase(Locale.ROOT).equals("authorization") ? "Bearer" : "");
        if (!TOKEN.matcher(header).matches()) {
            faults.add(prefix + "api-key-header is no name of a header");
        }
        if (!scheme.isEmpty() && !TOKEN.matcher(scheme).matches()) {
            faults.add(prefix + "api-key-scheme must be one word");
        }
        if (!VISIBLE.matcher(key).matches()) {
            faults.add(prefix + "api-key must be visible ASCII");
        }
        return new Credentials.Headers(Map.of(header, scheme.isEmpty() ? key : scheme + " " + key));
    }

    /** Whom https is trusted to be, and who we are to it; the files must be there. */
    PacsTls tls(PacsSettings.Secrets settings) {
        if (settings.clientCertificate().isPresent() != settings.clientKey().isPresent()) {
            faults.add(prefix + "client-certificate and client-key go together");
        }
        readable("trust", settings.trust());
        readable("client-certificate", settings.clientCertificate());
        readable("client-key", settings.clientKey());
        return new PacsTls(settings.trust(), settings.clientCertificate(), settings.clientKey());
    }

    private Credentials clientSecret(PacsSettings.Secrets settings) {
        if (settings.clientId().isEmpty() || settings.clientSecret().isEmpty()) {
            faults.add(prefix + "token-url needs client-id and client-secret");
        }
        return new Credentials.ClientSecret(
                address(settings.tokenUrl().orElseThrow()),
                settings.clientId().orElse(""),
                settings.clientSecret().orElse(""),
                settings.scope());
    }

    private URI address(String text) {
        try {
            URI address = new URI(text);
            if (isHttp(address) && address.getRawUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            // told below like an address of another kind
        }
        faults.add(prefix + "token-url must be an http or https address without credentials");
        return URI.create("http://localhost");
    }

    /** Whether it is an http or https address with a host. */
    static boolean isHttp(URI address) {
        return ("http".equals(address.getScheme()) || "https".equals(address.getScheme())) && address.getHost() != null;
    }

    private void readable(String property, Optional<String> file) {
        if (file.filter(path -> !Files.isReadable(Path.of(path))).isPresent()) {
            faults.add(prefix + property + " is a file that cannot be read");
        }
    }
}
