package health.webqx.imaging.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** What becomes of a body that was not read to its end when the answer is known. */
public final class UnreadBody {
    private static final long LARGEST_DISCARDED = 16 << 20;

    private UnreadBody() {}

    /** What is left is read and forgotten while that is little, else the connection ends with the answer, which is sent next. */
    public static void letGo(RoutingContext to) {
        if (to.request().isEnded()) {
            return;
        }
        String length = to.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean little = length != null && length.matches("\\d{1,9}") && Long.parseLong(length) <= LARGEST_DISCARDED;
        if (little) {
            to.request().handler(null).resume();
        } else {
            to.response().putHeader(HttpHeaders.CONNECTION, "close");
            to.response().endHandler(sent -> to.request().connection().close());
        }
    }
}
