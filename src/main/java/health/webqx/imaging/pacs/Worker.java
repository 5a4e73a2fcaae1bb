package health.webqx.imaging.pacs;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.Callable;

/** Where blocking and heavy work on archives' files is done: the server's bounded pool of worker threads. */
public final class Worker {
    private Worker() {}

    /** Runs the work on a worker; an exception that is no {@code Failure} becomes {@code BAD_GATEWAY}. */
    public static <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom()
                .item(() -> {
                    try {
                        return work.call();
                    } catch (Failure failure) {
                        throw failure;
                    } catch (Exception failure) {
                        throw Failure.causedBy(FailureKind.BAD_GATEWAY, "the archive's file cannot be read", failure);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
