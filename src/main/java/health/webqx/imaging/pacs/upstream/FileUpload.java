package health.webqx.imaging.pacs.upstream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.nio.file.Path;

/**
 * A file as the body of a request, read as the archive takes it. Opened for each attempt, closed after it.
 *
 * @param before what the body has before the file
 * @param size of the file, in bytes
 * @param after what the body has after the file
 */
record FileUpload(Buffer before, Path file, long size, Buffer after) {
    /** Of the whole body, in bytes. */
    long length() {
        return before.length() + size + after.length();
    }

    /** The answer, whose body waits to be asked for. */
    Uni<HttpClientResponse> send(HttpClientRequest request, io.vertx.core.Vertx vertx) {
        return new Vertx(vertx)
                .fileSystem()
                .open(file.toString(), new OpenOptions().setRead(true))
                .flatMap(opened ->
                        sent(request, opened).map(HttpClientResponse::pause).eventually(opened::closeAndForget));
    }

    private Uni<HttpClientResponse> sent(HttpClientRequest request, AsyncFile opened) {
        return before.length() == 0 && after.length() == 0
                ? request.send(opened)
                : request.send(Multi.createBy().concatenating().streams(piece(before), opened.toMulti(), piece(after)));
    }

    private static Multi<io.vertx.mutiny.core.buffer.Buffer> piece(Buffer content) {
        return Multi.createFrom().item(io.vertx.mutiny.core.buffer.Buffer.newInstance(content));
    }
}
