package health.webqx.imaging.dicomweb;

import health.webqx.imaging.passing.InOne;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** A multipart/related body (RFC 2387), its boundary random for each answer. */
final class Multipart {
    private final String boundary = "webqx-" + UUID.randomUUID();
    private final String mediaType;

    Multipart(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The answer's Content-Type. */
    String contentType() {
        return "multipart/related; type=\"" + mediaType + "\"; boundary=" + boundary;
    }

    /**
     * One part: its headers, its content, and the line end that belongs to the next boundary. The headers go with the
     * content's first piece: content that fails before it leaves nothing behind.
     */
    Multi<Buffer> part(String contentType, String location, Multi<Buffer> content) {
        Buffer head = head(contentType, location);
        AtomicBoolean headless = new AtomicBoolean(true);
        Multi<Buffer> headed = content.map(piece -> headless.getAndSet(false) ? InOne.of(head, piece) : piece);
        return Multi.createBy()
                .concatenating()
                .streams(headed, Multi.createFrom().item(() -> Buffer.buffer("\r\n")));
    }

    /** What stands before a part's content. */
    Buffer head(String contentType, String location) {
        return Buffer.buffer("--" + boundary + "\r\nContent-Type: " + contentType + "\r\nContent-Location: " + location
                + "\r\n\r\n");
    }

    /** What stands behind the content of the last part. */
    Buffer end() {
        return Buffer.buffer("\r\n").appendBuffer(tail());
    }

    /** One part that is at hand as a whole. */
    Buffer part(String contentType, Buffer content) {
        return Buffer.buffer("--" + boundary + "\r\nContent-Type: " + contentType + "\r\n\r\n")
                .appendBuffer(content)
                .appendString("\r\n");
    }

    /** The last boundary. */
    Buffer tail() {
        return Buffer.buffer("--" + boundary + "--\r\n");
    }

    /** The whole body; it is whole only when this ends without failure. */
    Multi<Buffer> body(Multi<Buffer> parts) {
        return Multi.createBy()
                .concatenating()
                .streams(parts, Multi.createFrom().item(this::tail));
    }
}
