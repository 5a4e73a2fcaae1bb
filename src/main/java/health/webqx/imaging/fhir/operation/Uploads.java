package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.scope.Permission;
import health.webqx.imaging.access.scope.ResourceScope;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.rendering.DicomFailures;
import health.webqx.imaging.rendering.PixelWorker;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * What operations on a DICOM file at hand have in common: who may call them, the file laid down for as long as it is worked
 * on, the worker that does the work, and what a file that cannot be read is to its sender.
 */
@ApplicationScoped
public class Uploads {
    private final Gate gate;
    private final PixelWorker worker;
    private final Vertx vertx;
    private final UploadConfig config;
    private final Semaphore places;

    Uploads(Gate gate, PixelWorker worker, Vertx vertx, UploadConfig config) {
        this.gate = gate;
        this.worker = worker;
        this.vertx = vertx;
        this.config = config;
        this.places = new Semaphore(config.atOnce());
    }

    /** What is done with a file; blocks. */
    @FunctionalInterface
    interface Work<T> {
        T on(Path file) throws IOException;
    }

    /**
     * Does the work on the file in the body, if the caller may search ImagingStudies as a user or a backend service. Nothing
     * of the body is read before that is decided, and the access is recorded before this completes.
     *
     * @param body paused
     */
    <T> Uni<T> work(Visit visit, HttpServerRequest body, Work<T> work) {
        return prepared(visit, body, () -> Uni.createFrom().item(work));
    }

    /** As {@link #work}, with work that is known once the caller may do it. */
    <T> Uni<T> prepared(Visit visit, HttpServerRequest body, Supplier<Uni<Work<T>>> work) {
        AccessRequest access = AccessRequest.onAny(RestInteraction.OPERATION, "ImagingStudy");
        return gate.pass(visit, access, permit -> {
            requireStaff(permit.caller());
            return work.get().flatMap(known -> laidDown(body, known)).map(done -> Disclosure.of(done, Set.of()));
        });
    }

    private static void requireStaff(Caller caller) {
        boolean may = caller.scopes().stream()
                .filter(scope -> scope.context() == ResourceScope.Context.SYSTEM
                        || (scope.context() == ResourceScope.Context.USER
                                && caller.fhirUser().isPresent()))
                .anyMatch(scope -> scope.filter().isEmpty() && scope.covers("ImagingStudy", Permission.SEARCH));
        if (!may) {
            throw Failure.of(
                    FailureKind.FORBIDDEN, "this needs a scope user/ImagingStudy.rs or system/ImagingStudy.rs");
        }
    }

    private <T> Uni<T> laidDown(HttpServerRequest body, Work<T> work) {
        long most = config.maxSize().asLongValue();
        String length = body.getHeader("Content-Length");
        if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > most) {
            throw Upload.tooLarge(most);
        }
        if (!places.tryAcquire()) {
            throw Failure.of(FailureKind.UNAVAILABLE, "too many files are worked on");
        }
        return Uni.createFrom()
                .completionStage(() ->
                        vertx.fileSystem().createTempFile("webqx-", ".dcm").toCompletionStage())
                .flatMap(path -> received(body, path, most)
                        .chain(() -> worker.run(() -> work.on(Path.of(path))))
                        .eventually(() -> delete(path)))
                .onFailure(DicomException.class)
                .transform(DicomFailures::ofUpload)
                .onTermination()
                .invoke(places::release);
    }

    private Uni<Void> received(HttpServerRequest body, String path, long most) {
        return Uni.createFrom()
                .completionStage(() -> vertx.fileSystem()
                        .open(path, new OpenOptions().setWrite(true))
                        .toCompletionStage())
                .flatMap(file -> Upload.of(body, file, most))
                .ifNoItem()
                .after(config.timeout())
                .failWith(() -> Failure.at(FailureKind.MALFORMED, "body", "the body did not arrive in time"));
    }

    private Uni<Void> delete(String path) {
        return Uni.createFrom()
                .completionStage(() -> vertx.fileSystem().delete(path).toCompletionStage())
                .onFailure()
                .recoverWithNull();
    }
}
