package health.webqx.imaging.fhir;

import health.webqx.imaging.fhir.bundle.PreferredReturn;
import health.webqx.imaging.fhir.interaction.Precondition;
import health.webqx.imaging.fhir.patch.PatchDocument;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.EntityTag;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a FHIR request's headers and parameters say about its form (R4 3.1.0.1). */
final class FhirHeaders {
    private static final Pattern RETURN =
            Pattern.compile("\\breturn\\s*=\\s*(minimal|representation|OperationOutcome)");

    private FhirHeaders() {}

    /** Refuses, with {@code NOT_ACCEPTABLE}, a request that takes neither JSON nor XML. */
    static void requireForm(RoutingContext request) {
        if (AnswerFormat.of(request.request()) == AnswerFormat.Form.NEITHER) {
            throw Failure.at(
                    FailureKind.NOT_ACCEPTABLE,
                    "Accept",
                    "this server answers in application/fhir+json and application/fhir+xml");
        }
    }

    /** Refuses, with {@code UNSUPPORTED_MEDIA_TYPE}, a body that is neither FHIR's JSON nor its XML. */
    static void requireFhirBody(RoutingContext request) {
        requireBody(
                request,
                Set.of(
                        "application/fhir+json",
                        "application/json",
                        "application/fhir+xml",
                        "application/xml",
                        "text/xml"));
    }

    /** The patch in a body, to be read on a worker; {@code UNSUPPORTED_MEDIA_TYPE} for what is no patch. */
    static Supplier<PatchDocument> patch(RoutingContext request, byte[] body) {
        requireBody(request, PatchDocument.MEDIA_TYPES);
        return () -> PatchDocument.read(contentType(request), body);
    }

    private static String contentType(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("");
    }

    private static void requireBody(RoutingContext request, Set<String> types) {
        if (!types.contains(PatchDocument.essence(contentType(request)))) {
            throw Failure.at(
                    FailureKind.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type",
                    "this address takes " + String.join(", ", new TreeSet<>(types)));
        }
    }

    /** The condition of a conditional create. */
    static Optional<String> ifNoneExist(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader("If-None-Exist"));
    }

    /** What {@code Prefer: return=} asks for. */
    static PreferredReturn preferredReturn(RoutingContext request) {
        for (String preferences : request.request().headers().getAll("Prefer")) {
            Matcher matcher = RETURN.matcher(preferences);
            if (matcher.find()) {
                return switch (matcher.group(1)) {
                    case "minimal" -> PreferredReturn.MINIMAL;
                    case "representation" -> PreferredReturn.REPRESENTATION;
                    default -> PreferredReturn.OPERATION_OUTCOME;
                };
            }
        }
        return PreferredReturn.UNSAID;
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
        return Optional.of(EntityTag.version(header)
                .orElseThrow(() ->
                        Failure.at(FailureKind.MALFORMED, "If-Match", "not the ETag of a version, as in W/\"3\"")));
    }

    /** What an update's headers say of the version that is there. */
    static Precondition precondition(RoutingContext request) {
        String none = request.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        return new Precondition(ifMatch(request), none != null && none.strip().equals("*"));
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
        new TreeMap<>(parameters)
                .forEach((name, values) -> values.forEach(value -> entries.add(Map.entry(name, value))));
        return entries;
    }
}
