package health.webqx.imaging.fhir.history;

import com.fasterxml.jackson.databind.node.TextNode;
import health.webqx.imaging.fhir.search.PageLinks;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.search.HistoryPage;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** Assembles a history Bundle around stored versions, whose bytes are not touched (R4 3.1.0.12). */
public final class HistoryBundle {
    private HistoryBundle() {}

    /**
     * The Bundle of one page.
     *
     * @param base this server's FHIR base URL, with a slash at its end
     * @param next token of the page after it
     */
    public static Buffer of(String base, HistoryRequest request, HistoryPage page, Optional<String> next) {
        Buffer bundle = Buffer.buffer(4096);
        bundle.appendString("{\"resourceType\":\"Bundle\",\"type\":\"history\"");
        if (request.page().isEmpty() && next.isEmpty()) {
            bundle.appendString(",\"total\":" + page.entries().size());
        }
        PageLinks.append(bundle, base + request.address(), request.page(), next);
        if (!page.entries().isEmpty()) {
            bundle.appendString(",\"entry\":[");
            page.entries().forEach(entry -> entry(bundle, base, entry));
            bundle.setByte(bundle.length() - 1, (byte) ']');
        }
        return bundle.appendString("}");
    }

    private static void entry(Buffer bundle, String base, HistoryPage.Entry entry) {
        StoredResource version = entry.resource();
        String reference = version.key().reference();
        bundle.appendString("{\"fullUrl\":\"" + base + reference + "\"");
        if (!entry.deleted()) {
            bundle.appendString(",\"resource\":").appendBuffer(version.json());
        }
        String method = entry.deleted() ? "DELETE" : version.version() == 1 ? "POST" : "PUT";
        String url = method.equals("POST") ? version.key().type() : reference;
        String status = entry.deleted() ? "204" : version.version() == 1 ? "201" : "200";
        bundle.appendString(",\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"}");
        bundle.appendString(",\"response\":{\"status\":\"" + status + "\",\"etag\":" + TextNode.valueOf(version.etag())
                + ",\"lastModified\":\"" + ResourceJson.instant(version.lastUpdated()) + "\"}},");
    }
}
