package health.webqx.imaging.dicomweb;

import health.webqx.imaging.catalogue.Holding;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The entity tag of what is made of a study (RFC 9110 8.8.3): it stands for the study as of its {@link Holding#stamp} and for all
 * that was asked for. Weak, for the same is drawn again in other bytes, or compressed or not. What has no stamp has no tag.
 */
final class Validator {
    private Validator() {}

    static Optional<String> of(HttpServerRequest request, Holding holding) {
        return holding.stamp()
                .map(stamp -> "W/\""
                        + digest(String.join(
                                "\n",
                                holding.study().value(),
                                stamp,
                                request.path(),
                                String.valueOf(request.query()),
                                String.join(",", request.headers().getAll(HttpHeaders.ACCEPT))))
                        + "\"");
    }

    /** Whether the client has it already; to be asked only for those who may see it. */
    static boolean isKnown(HttpServerRequest request, Holding holding) {
        List<String> known = request.headers().getAll(HttpHeaders.IF_NONE_MATCH);
        if (known.isEmpty()) {
            return false;
        }
        Optional<String> etag = of(request, holding);
        return known.stream()
                .flatMap(tags -> Arrays.stream(tags.split(",", -1)))
                .map(String::strip)
                .anyMatch(tag -> etag.filter(tag::equals).isPresent());
    }

    /** Marks an answer: whoever has it asks again each time, and so is decided upon each time. */
    static void mark(HttpServerRequest request, Holding holding, HttpServerResponse response) {
        response.putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        of(request, holding).ifPresent(etag -> response.putHeader(HttpHeaders.ETAG, etag));
    }

    /** A short name for something long. */
    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
