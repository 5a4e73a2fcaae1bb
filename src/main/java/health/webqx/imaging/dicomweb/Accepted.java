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
import java.util.stream.Collectors;

/**
 * The media ranges a client takes, best first: the {@code accept} query parameter goes before the header (PS3.18 8.3.3.1,
 * 8.7.5). A {@code type} parameter is read with and without quotes.
 */
final class Accepted {
    private static final List<String> JSON = List.of(DataSetBody.JSON, "application/json", "application/*", "*/*");

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
        for (String range : MediaType.split(text, ',')) {
            range(range).ifPresent(ranges::add);
        }
        ranges.sort(Comparator.comparingDouble(Range::quality).reversed());
        return new Accepted(ranges);
    }

    static Accepted of(RoutingContext request) {
        String query = request.queryParams().get("accept");
        String header = request.request().getHeader(HttpHeaders.ACCEPT);
        // a plus that was not encoded has been taken for a space
        String text =
                query != null ? query.replaceAll("dicom (json|xml)", "dicom+$1") : header == null ? "*/*" : header;
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

    /** Whether an item of that type may come alone. */
    boolean takesBare(String mediaType) {
        return ranges.stream()
                .anyMatch(range -> List.of(mediaType, "application/*", "*/*").contains(range.type()));
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

    /** In which form the client takes data sets, JSON where it has no wish; {@code NOT_ACCEPTABLE} when in none. */
    DataSetForm dataSets() {
        for (Range range : ranges) {
            boolean packed =
                    range.type().equals("multipart/related") || range.type().equals("multipart/*");
            if (JSON.contains(range.type())) {
                return DataSetForm.JSON;
            } else if (range.type().equals(DataSetBody.XML)
                    || (packed && List.of("", "*/*", DataSetBody.XML).contains(range.part()))) {
                return DataSetForm.XML;
            }
        }
        throw Failure.at(
                FailureKind.NOT_ACCEPTABLE,
                "Accept",
                "available as application/dicom+json and multipart/related; type=\"application/dicom+xml\"");
    }

    private static Optional<Range> range(String text) {
        MediaType type = MediaType.of(text);
        double quality = type.parameter("q").map(Accepted::quality).orElse(1.0);
        return type.name().isEmpty() || quality <= 0
                ? Optional.empty()
                : Optional.of(new Range(type.name(), type.parameters(), quality));
    }

    private static double quality(String text) {
        return text.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(text) : 0;
    }
}
