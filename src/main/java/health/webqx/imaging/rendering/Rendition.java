package health.webqx.imaging.rendering;

import io.vertx.core.buffer.Buffer;

/** What is shown of an instance, and the media type it is in. */
public record Rendition(String mediaType, Buffer content) {
    static Rendition of(String mediaType, byte[] content) {
        return new Rendition(mediaType, Buffer.buffer(content));
    }
}
