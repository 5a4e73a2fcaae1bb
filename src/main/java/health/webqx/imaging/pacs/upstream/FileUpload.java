package health.webqx.imaging.pacs.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A file as the body of a request, read as the archive takes it. Opened for each attempt, closed after it. */
record FileUpload(Vertx vertx, Path file) {
    /** A request that was sent, and its answer, whose body waits to be asked for. */
    record Sent(HttpClientRequest request, HttpClientResponse response) {}

    Uni<Sent> send(Supplier<Uni<HttpClientRequest>> connection) {
        return Uni.createFrom()
                .deferred(() -> vertx.fileSystem().open(file.toString(), new OpenOptions().setRead(true)))
                .flatMap(opened -> connection
                        .get()
                        .flatMap(request -> send(request, opened))
                        .eventually(opened::closeAndForget));
    }

    private static Uni<Sent> send(HttpClientRequest request, AsyncFile opened) {
        return request.send(opened)
                .map(response -> new Sent(request, response.pause()))
                .onCancellation()
                .invoke(() -> Upstream.drop(request));
    }
}
