package health.webqx.imaging.fhir.search;

import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The links of a Bundle that is one page of several (R4 3.1.1.7.3, 3.1.0.12). */
public final class PageLinks {
    private PageLinks() {}

    /** The address of a page: the first one's with a token. */
    private static String page(String address, String token) {
        return address + (address.contains("?") ? "&" : "?") + "_page=" + token;
    }

    /**
     * Appends {@code ,"link":[…]}.
     *
     * @param address of the first page
     * @param current token of the page that the Bundle is, but for the first
     * @param next token of the page after it
     */
    public static void append(Buffer bundle, String address, Optional<String> current, Optional<String> next) {
        bundle.appendString(",\"link\":[");
        link(bundle, "self", current.map(token -> page(address, token)).orElse(address));
        next.ifPresent(token -> {
            bundle.appendString(",");
            link(bundle, "next", page(address, token));
        });
        bundle.appendString("]");
    }

    private static void link(Buffer bundle, String relation, String url) {
        bundle.appendString("{\"relation\":\"" + relation + "\",\"url\":" + TextNode.valueOf(url) + "}");
    }
}
