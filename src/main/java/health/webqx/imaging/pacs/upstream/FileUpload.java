package health.webqx.imaging.pacs.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.nio.file.Path;

/**
 * A file as the body of a request, read as the archive takes it. Opened for each attempt, closed after it.
 *
 * @param size in bytes
 */
record FileUpload(Path file, long size) {
    /** The answer, whose body waits to be asked for. */
    Uni<HttpClientResponse> send(HttpClientRequest request, io.vertx.core.Vertx vertx) {
        return new Vertx(vertx)
                .fileSystem()
                .open(file.toString(), new OpenOptions().setRead(true))
                .flatMap(opened ->
                        request.send(opened).map(HttpClientResponse::pause).eventually(opened::closeAndForget));
    }
}
