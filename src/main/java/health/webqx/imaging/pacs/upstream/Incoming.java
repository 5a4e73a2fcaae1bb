package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.passing.Passing;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;

/**
 * A success that has begun to come.
 *
 * @param contentType as the archive wrote it; no text when it did not
 * @param length of the body, when the archive told
 * @param bounded whether the protocol tells where the body ends: where it does not, one cut off looks like a whole one
 * @param content the body; read once, with back-pressure; cancelling it frees the connection
 */
public record Incoming(String contentType, OptionalLong length, boolean bounded, Multi<Buffer> content) {

    /** The body, where it cannot have been cut off without being noticed; else {@code BAD_GATEWAY}. */
    public Multi<Buffer> whole() {
        return bounded
                ? content
                : Multi.createFrom()
                        .failure(
                                Failure.of(FailureKind.BAD_GATEWAY, "the archive does not tell where its answer ends"));
    }

    /** Its body is not wanted. */
    public void drop() {
        Passing.drop(content);
    }

    Incoming with(Multi<Buffer> other) {
        return new Incoming(contentType, length, bounded, other);
    }
}
