package health.webqx.imaging.cache;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What blocks, on a worker. */
interface DiskWork<T> {
    T done() throws IOException;

    /** What the work gives; {@code UncheckedIOException} where our disk fails it. */
    static <T> Uni<T> run(DiskWork<T> work) {
        return Uni.createFrom()
                .item(() -> {
                    try {
                        return work.done();
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** What the work reads of what an archive sent; {@code BAD_GATEWAY} where that cannot be read. */
    static <T> Uni<T> read(DiskWork<T> work) {
        return run(work)
                .onFailure(UncheckedIOException.class)
                .transform(failure ->
                        Failure.causedBy(FailureKind.BAD_GATEWAY, "the archive's file cannot be read", failure));
    }
}
