package health.webqx.imaging.fhir.search;

import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.resource.Subset;
import health.webqx.imaging.store.search.SearchPage;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
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
        return bundle(request.bound(), request.page(), next, total, page, request.subset());
    }

    /**
     * The Bundle of one page of what an operation found.
     *
     * @param address of the operation below the FHIR base, with its parameters
     * @param current token of the page, but for the first
     * @param next token of the page after it
     */
    public static Buffer pageOf(String address, Optional<String> current, SearchPage page, Optional<String> next) {
        return bundle(address, current, next, Optional.empty(), page, Optional.empty());
    }

    private static Buffer bundle(
            String address,
            Optional<String> current,
            Optional<String> next,
            Optional<Long> total,
            SearchPage page,
            Optional<Subset> subset) {
        String base = base();
        Buffer bundle = Buffer.buffer(4096);
        bundle.appendString("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
        total.ifPresent(number -> bundle.appendString(",\"total\":" + number));
        PageLinks.append(bundle, absolute(address), current, next);
        if (!page.matches().isEmpty()) {
            bundle.appendString(",\"entry\":[");
            entries(bundle, base, subset, page.matches(), "match");
            entries(bundle, base, subset, page.included(), "include");
            bundle.setByte(bundle.length() - 1, (byte) ']');
        }
        return bundle.appendString("}");
    }

    /** The Bundle of a search that asks for the total alone. */
    public static Buffer count(SearchRequest request, long total) {
        Buffer bundle = Buffer.buffer("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":" + total);
        PageLinks.append(bundle, absolute(request.bound()), Optional.empty(), Optional.empty());
        return bundle.appendString("}");
    }

    /** Below the base; the base itself has no slash at its end. */
    private static String absolute(String address) {
        return address.startsWith("?") ? base().replaceFirst("/$", "") + address : base() + address;
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
