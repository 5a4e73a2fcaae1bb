package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.auth.verifier.InvalidClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys that clients publish, fetched from addresses that were registered, and kept no longer than {@code Cache-Control} says
 * (SMART 2.2 client-confidential-asymmetric). Blocks.
 */
final class PublishedKeys {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration KEPT_AT_MOST = Duration.ofMinutes(5);
    private static final int LONGEST = 64 * 1024;
    private static final int MOST = 100;
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=(\\d{1,9})(?:$|[,\\s])");
    private static final Pattern NOT_KEPT = Pattern.compile("(?:^|[,\\s])no-(?:store|cache)(?:$|[,\\s=])");

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Expiring<JWKSet> kept = new Expiring<>(MOST);

    /** @param anew whether keys that are kept did not do */
    JWKSet read(URI address, boolean anew) throws InvalidClientException {
        Optional<JWKSet> known = anew ? Optional.empty() : kept.find(address.toString());
        return known.isPresent() ? known.get() : fetch(address);
    }

    private JWKSet fetch(URI address) throws InvalidClientException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                JWKSet keys = parse(answer.statusCode(), body.readNBytes(LONGEST + 1));
                Duration lifetime =
                        lifetime(answer.headers().firstValue("Cache-Control").orElse(""));
                if (lifetime.isZero()) {
                    kept.take(address.toString());
                } else {
                    kept.put(address.toString(), keys, lifetime);
                }
                return keys;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidClientException("the client's keys cannot be had");
        } catch (IOException | ParseException e) {
            throw new InvalidClientException("the client's keys cannot be had");
        }
    }

    private static JWKSet parse(int status, byte[] body) throws IOException, ParseException {
        if (status != 200 || body.length > LONGEST) {
            throw new IOException("not a key set");
        }
        return JWKSet.parse(new String(body, StandardCharsets.UTF_8)).toPublicJWKSet();
    }

    /** How long an answer may be kept; not at all unless it says so. */
    static Duration lifetime(String cacheControl) {
        Matcher age = MAX_AGE.matcher(cacheControl);
        if (NOT_KEPT.matcher(cacheControl).find() || !age.find()) {
            return Duration.ZERO;
        }
        Duration said = Duration.ofSeconds(Long.parseLong(age.group(1)));
        return said.compareTo(KEPT_AT_MOST) < 0 ? said : KEPT_AT_MOST;
    }
}
