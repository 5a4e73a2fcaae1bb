package health.webqx.imaging.pacs.upstream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of an archive.
 *
 * @param accept the media types that are read here; never what a caller wrote
 * @param wanted what the answer is
 * @param contentType of the body; no text where there is none
 */
record Question(HttpMethod method, URI address, String accept, Wanted wanted, String contentType, Buffer body) {

    /** What is asked for, which decides how it comes. */
    enum Wanted {
        /** Compressed, where the archive does that. */
        TEXT,
        /**
         * As it is: an archive needs a second to compress what it sends in 50 ms, and pixels hardly get smaller.
         */
        PIXELS,
        /** As {@link #PIXELS}, for a reader who lets go of what it has sent on ({@code Passing}). */
        PASSING,
        /**
         * As {@link #PASSING}, and on another event loop than it is sent on: one study has two processors then. Where others are under
         * way none is idle, and each is quicker by itself.
         */
        STUDY
    }

    boolean isLong() {
        return wanted == Wanted.STUDY;
    }

    boolean isPassing() {
        return wanted == Wanted.PASSING || isLong();
    }

    boolean isEncrypted() {
        return "https".equals(address.getScheme());
    }

    RequestOptions options(Map<String, String> headers) {
        String query = Optional.ofNullable(address.getRawQuery())
                .map(text -> "?" + text)
                .orElse("");
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(address.getHost())
                .setPort(port())
                .setSsl(isEncrypted())
                .setURI(Optional.ofNullable(address.getRawPath()).orElse("") + query)
                .putHeader("Accept", accept);
        if (wanted != Wanted.TEXT) {
            options.putHeader("Accept-Encoding", "identity");
        }
        headers.forEach(options::putHeader);
        return contentType.isEmpty() ? options : options.putHeader("Content-Type", contentType);
    }

    private int port() {
        return address.getPort() > 0 ? address.getPort() : isEncrypted() ? 443 : 80;
    }
}
