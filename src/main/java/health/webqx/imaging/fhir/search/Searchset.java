package health.webqx.imaging.fhir.search;

import com.fasterxml.jackson.databind.node.TextNode;
import health.webqx.imaging.resource.StoredResource;
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
     * The Bundle of one page. Its total is told when the first page is all there is.
     *
     * @param next token of the page after it
     */
    public static Buffer bundle(SearchRequest request, SearchPage page, Optional<String> next) {
        String base = ConfigProvider.getConfig()
                        .getOptionalValue("webqx.base-url", String.class)
                        .orElse("")
                + "/fhir/";
        Buffer bundle = Buffer.buffer(4096);
        bundle.appendString("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
        if (request.page().isEmpty() && next.isEmpty()) {
            bundle.appendString(",\"total\":" + page.matches().size());
        }
        String search = base + request.type();
        bundle.appendString(",\"link\":[");
        link(bundle, "self", search + query(request, request.page()));
        next.ifPresent(token -> {
            bundle.appendString(",");
            link(bundle, "next", search + query(request, next));
        });
        bundle.appendString("]");
        if (!page.matches().isEmpty()) {
            bundle.appendString(",\"entry\":[");
            entries(bundle, base, page.matches(), "match");
            entries(bundle, base, page.included(), "include");
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

    private static void entries(Buffer bundle, String base, List<StoredResource> resources, String mode) {
        for (StoredResource resource : resources) {
            bundle.appendString("{\"fullUrl\":\"" + base + resource.key().reference() + "\",\"resource\":");
            bundle.appendBuffer(resource.json());
            bundle.appendString(",\"search\":{\"mode\":\"" + mode + "\"}},");
        }
    }
}
