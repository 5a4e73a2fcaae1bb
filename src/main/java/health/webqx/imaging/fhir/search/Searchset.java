package health.webqx.imaging.fhir.search;

import com.fasterxml.jackson.databind.node.TextNode;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.resource.Subset;
import health.webqx.imaging.store.search.SearchPage;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** A searchset Bundle (R4 3.1.1.7), put together around the stored bytes of its resources. */
public final class Searchset {
    private Searchset() {}

    /**
     * The Bundle of one page.
     *
     * @param total of all pages, where it is to be told
     * @param next token of the page after it
     */
    public static Buffer bundle(SearchRequest request, SearchPage page, Optional<Long> total, Optional<String> next) {
        String search = request.address();
        return bundle(
                search + query(request, request.page()),
                next.map(token -> search + query(request, Optional.of(token))),
                total,
                page,
                request.subset());
    }

    /**
     * The Bundle of one page of what an operation found.
     *
     * @param address of the operation below the FHIR base, with its parameters
     * @param next token of the page after it
     */
    public static Buffer pageOf(String address, SearchPage page, Optional<String> next) {
        String more = address + (address.contains("?") ? "&" : "?") + "_page=";
        return bundle(address, next.map(more::concat), Optional.empty(), page, Optional.empty());
    }

    private static Buffer bundle(
            String self, Optional<String> next, Optional<Long> total, SearchPage page, Optional<Subset> subset) {
        String base = base();
        Buffer bundle = Buffer.buffer(4096);
        bundle.appendString("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
        total.ifPresent(number -> bundle.appendString(",\"total\":" + number));
        bundle.appendString(",\"link\":[");
        link(bundle, "self", base + self);
        next.ifPresent(address -> {
            bundle.appendString(",");
            link(bundle, "next", base + address);
        });
        bundle.appendString("]");
        if (!page.matches().isEmpty()) {
            bundle.appendString(",\"entry\":[");
            entries(bundle, base, subset, page.matches(), "match");
            entries(bundle, base, subset, page.included(), "include");
            bundle.setByte(bundle.length() - 1, (byte) ']');
        }
        return bundle.appendString("}");
    }

    private static String query(SearchRequest request, Optional<String> page) {
        String query = Stream.concat(
                        Stream.of(request.canonical()), page.stream().map(token -> "_page=" + token))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static void link(Buffer bundle, String relation, String url) {
        bundle.appendString("{\"relation\":\"" + relation + "\",\"url\":" + TextNode.valueOf(url) + "}");
    }

    /** The Bundle of a search that asks for the total alone. */
    public static Buffer count(SearchRequest request, long total) {
        Buffer bundle = Buffer.buffer("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":" + total);
        bundle.appendString(",\"link\":[");
        link(bundle, "self", base() + request.address() + query(request, Optional.empty()));
        return bundle.appendString("]}");
    }

    private static String base() {
        return ConfigProvider.getConfig()
                        .getOptionalValue("webqx.base-url", String.class)
                        .orElse("")
                + "/fhir/";
    }

    private static void entries(
            Buffer bundle, String base, Optional<Subset> subset, List<StoredResource> resources, String mode) {
        for (StoredResource resource : resources) {
            bundle.appendString("{\"fullUrl\":\"" + base + resource.key().reference() + "\",\"resource\":");
            bundle.appendBuffer(subset.map(part -> part.of(resource)).orElse(resource.json()));
            bundle.appendString(",\"search\":{\"mode\":\"" + mode + "\"}},");
        }
    }
}
