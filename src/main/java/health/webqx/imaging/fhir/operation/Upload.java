package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request's body on its way into a file, no faster than it is written down. For one event loop. */
final class Upload {
    private final HttpServerRequest request;
    private final AsyncFile file;
    private final long most;
    private final UniEmitter<? super Void> done;
    private final AtomicBoolean ended = new AtomicBoolean();
    private long size;

    private Upload(HttpServerRequest request, AsyncFile file, long most, UniEmitter<? super Void> done) {
        this.request = request;
        this.file = file;
        this.most = most;
        this.done = done;
    }

    /** Completes once all is in the file; {@code TOO_LARGE} for more than {@code most} bytes. The file is closed. */
    static Uni<Void> of(HttpServerRequest request, AsyncFile file, long most) {
        return Uni.createFrom().emitter(done -> {
            Upload upload = new Upload(request, file, most, done);
            done.onTermination(() -> upload.end(Failure.of(FailureKind.MALFORMED, "the body did not arrive")));
            upload.begin();
        });
    }

    static Failure tooLarge(long most) {
        return Failure.at(FailureKind.TOO_LARGE, "body", "a file has " + most + " bytes at most");
    }

    private void begin() {
        request.exceptionHandler(broken -> end(Failure.at(FailureKind.MALFORMED, "body", "the body broke off")));
        file.exceptionHandler(full -> end(Failure.of(FailureKind.UNAVAILABLE, "the file cannot be laid down now")));
        request.handler(this::piece);
        request.endHandler(all -> complete());
        request.resume();
    }

    private void piece(Buffer piece) {
        if (ended.get()) {
            return;
        }
        size += piece.length();
        if (size > most) {
            end(tooLarge(most));
            return;
        }
        file.write(piece);
        if (file.writeQueueFull()) {
            request.pause();
            file.drainHandler(drained -> request.resume());
        }
    }

    private void complete() {
        if (ended.compareAndSet(false, true)) {
            file.close()
                    .onSuccess(closed -> done.complete(null))
                    .onFailure(failure -> done.fail(
                            Failure.causedBy(FailureKind.UNAVAILABLE, "the file cannot be laid down now", failure)));
        }
    }

    private void end(Failure why) {
        if (ended.compareAndSet(false, true)) {
            request.pause();
            file.close().onComplete(closed -> done.fail(why));
        }
    }
}
