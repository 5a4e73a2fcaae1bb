package health.webqx.imaging.fhir;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a FHIR request's headers and parameters say about its form (R4 3.1.0.1). */
final class FhirHeaders {
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,9})\"");

    private FhirHeaders() {}

    /** Refuses, with {@code NOT_ACCEPTABLE}, a request that takes no JSON; {@code _format} goes before {@code Accept}. */
    static void requireJson(RoutingContext request) {
        String format = request.request().getParam("_format");
        String accept = format != null ? format : request.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && !accept.isEmpty() && !takesJson(accept.toLowerCase(Locale.ROOT))) {
            throw Failure.at(FailureKind.NOT_ACCEPTABLE, "Accept", "this server answers in application/fhir+json");
        }
    }

    private static boolean takesJson(String accept) {
        return accept.contains("json") || accept.contains("*/*") || accept.contains("application/*");
    }

    /** Whether {@code Prefer: handling=strict} asks to fail on what is not understood; R4's default is not to. */
    static boolean isStrict(RoutingContext request) {
        return request.request().headers().getAll("Prefer").stream()
                .anyMatch(preference -> preference.replace(" ", "").contains("handling=strict"));
    }

    /** The version that {@code If-Match} names. */
    static Optional<Integer> ifMatch(RoutingContext request) {
        String header = request.request().getHeader(HttpHeaders.IF_MATCH);
        if (header == null) {
            return Optional.empty();
        }
        Matcher matcher = ETAG.matcher(header.trim());
        if (!matcher.matches()) {
            throw Failure.at(FailureKind.MALFORMED, "If-Match", "not the ETag of a version, as in W/\"3\"");
        }
        return Optional.of(Integer.valueOf(matcher.group(1)));
    }

    /** A version in an address; what is no number names no version there ever was. */
    static int version(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw Failure.of(FailureKind.NOT_FOUND, "there is no such version");
        }
        return Integer.parseInt(text);
    }

    static List<Map.Entry<String, String>> entries(MultivaluedMap<String, String> parameters) {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        parameters.forEach((name, values) -> values.forEach(value -> entries.add(Map.entry(name, value))));
        return entries;
    }
}
