package health.webqx.imaging.access.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Callers whose tokens were verified a moment ago, so that an app's many requests in one second cost one verification. None
 * outlives its token. Thread-safe.
 */
final class VerifiedCallers {
    /** What an issuer takes back is noticed after this at the latest. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private static final int MOST = 10_000;

    private final Map<String, Entry> byToken = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > MOST;
        }
    };

    private record Entry(Caller caller, Instant until) {}

    /** The caller that the token was verified to be. */
    Optional<Caller> find(String token) {
        String key = digest(token);
        synchronized (byToken) {
            Entry entry = byToken.get(key);
            if (entry == null) {
                return Optional.empty();
            } else if (Instant.now().isBefore(entry.until())) {
                return Optional.of(entry.caller());
            }
            byToken.remove(key);
            return Optional.empty();
        }
    }

    /** @param expiry when the token ends */
    void keep(String token, Caller caller, Instant expiry) {
        Instant until = Instant.now().plus(KEPT);
        String key = digest(token);
        synchronized (byToken) {
            byToken.put(key, new Entry(caller, until.isBefore(expiry) ? until : expiry));
        }
    }

    /** Tokens themselves are not kept. */
    private static String digest(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
