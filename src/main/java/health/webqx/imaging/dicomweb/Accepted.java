package health.webqx.imaging.dicomweb;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The media ranges a client takes, best first: the {@code accept} query parameter goes before the header (PS3.18 8.3.3.1,
 * 8.7.5). A {@code type} parameter is read with and without quotes.
 */
final class Accepted {
    private final List<Range> ranges;

    private Accepted(List<Range> ranges) {
        this.ranges = ranges;
    }

    private record Range(String type, Map<String, String> parameters, double quality) {
        String part() {
            return parameters.getOrDefault("type", "").toLowerCase(Locale.ROOT);
        }

        Optional<String> transferSyntax() {
            return Optional.ofNullable(parameters.get("transfer-syntax"));
        }
    }

    /**
     * How an answer is to be packed.
     *
     * @param multipart several parts, or the one item bare
     * @param transferSyntax the transfer syntax asked for: a UID, {@code *} for any; absent when the client did not say
     */
    record Packing(boolean multipart, Optional<String> transferSyntax) {}

    /**
     * What could be answered with.
     *
     * @param alone whether it would be the only item: that is not packed unless the client wants it to be
     */
    record Offer(String mediaType, boolean alone) {}

    /** What is answered with. */
    record Shown(String mediaType, boolean multipart) {}

    @Override
    public String toString() {
        return ranges.toString();
    }

    /** Ranges that stand in a parameter. */
    static Accepted ofText(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String range : split(text, ',')) {
            range(range).ifPresent(ranges::add);
        }
        ranges.sort(Comparator.comparingDouble(Range::quality).reversed());
        return new Accepted(ranges);
    }

    static Accepted of(RoutingContext request) {
        String query = request.request().getParam("accept");
        String header = request.request().getHeader(HttpHeaders.ACCEPT);
        String text = query != null ? query : header == null ? "*/*" : header;
        return ofText(text);
    }

    /** The offer that suits best, the first of those that are as good; {@code NOT_ACCEPTABLE} when none does. */
    Shown shown(List<Offer> offers) {
        for (Range range : ranges) {
            for (Offer offer : offers) {
                String type = offer.mediaType();
                boolean bare =
                        range.type().equals(type) || range.type().equals(type.substring(0, type.indexOf('/')) + "/*");
                boolean packed = range.type().equals("multipart/related")
                        && (range.part().isEmpty() || List.of(type, "*/*").contains(range.part()));
                if (packed || (bare && offer.alone()) || range.type().equals("*/*")) {
                    return new Shown(type, packed || !offer.alone());
                }
            }
        }
        String available = offers.stream()
                .map(offer ->
                        offer.alone() ? offer.mediaType() : "multipart/related; type=\"" + offer.mediaType() + "\"")
                .collect(Collectors.joining(", "));
        throw Failure.at(FailureKind.NOT_ACCEPTABLE, "Accept", "available as " + available);
    }

    /** Whether that type is named first. */
    boolean prefers(String mediaType) {
        return !ranges.isEmpty() && ranges.get(0).type().equals(mediaType);
    }

    /** How to answer with items of a media type; {@code NOT_ACCEPTABLE} when the client takes neither form. */
    Packing packing(String mediaType, boolean single) {
        for (Range range : ranges) {
            boolean any = range.type().equals("*/*") || range.type().equals("multipart/*");
            boolean multipart = range.type().equals("multipart/related")
                    && (range.part().isEmpty()
                            || range.part().equals(mediaType)
                            || range.part().equals("*/*"));
            if (any || multipart) {
                return new Packing(true, range.transferSyntax());
            }
            if (single && (range.type().equals(mediaType) || range.type().equals("application/*"))) {
                return new Packing(false, range.transferSyntax());
            }
        }
        throw Failure.at(
                FailureKind.NOT_ACCEPTABLE, "Accept", "available as multipart/related; type=\"" + mediaType + "\"");
    }

    /** Refuses a client that takes no DICOM JSON. */
    void requireJson() {
        for (Range range : ranges) {
            if (List.of("application/dicom+json", "application/json", "application/*", "*/*")
                    .contains(range.type())) {
                return;
            }
        }
        throw Failure.at(FailureKind.NOT_ACCEPTABLE, "Accept", "available as application/dicom+json");
    }

    private static Optional<Range> range(String text) {
        List<String> parts = split(text, ';');
        String type = parts.get(0).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : parts.subList(1, parts.size())) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                String name = parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                parameters.put(name, unquoted(parameter.substring(equals + 1).strip()));
            }
        }
        double quality = quality(parameters.getOrDefault("q", "1"));
        return type.isEmpty() || quality <= 0 ? Optional.empty() : Optional.of(new Range(type, parameters, quality));
    }

    private static double quality(String text) {
        return text.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(text) : 0;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** Splits at a separator outside of quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
