package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A body read piece by piece as its one reader asks: what is to be done with the next piece may be decided after the last
 * one was seen. A piece that nobody waits for any more is kept for who asks next.
 */
public final class PulledStream implements Flow.Subscriber<Buffer> {
    private final Multi<Buffer> body;
    private Flow.@Nullable Subscription source;
    private @Nullable UniEmitter<? super Optional<Buffer>> waiting;
    private @Nullable Buffer spare;
    private @Nullable Throwable failure;
    private boolean subscribed;
    private boolean requested;
    private boolean ended;

    private PulledStream(Multi<Buffer> body) {
        this.body = body;
    }

    /** Of a body that is subscribed to when the first piece is asked for. */
    public static PulledStream of(Multi<Buffer> body) {
        return new PulledStream(body);
    }

    /** The next piece; none at the end. */
    public Uni<Optional<Buffer>> next() {
        return Uni.createFrom().<Optional<Buffer>>emitter(reader -> ask(reader));
    }

    /** What is left, to one reader, who asks piece by piece. */
    public Multi<Buffer> rest() {
        return Multi.createBy()
                .repeating()
                .uni(this::next)
                .whilst(Optional::isPresent)
                .filter(Optional::isPresent)
                .map(Optional::get);
    }

    /** Nothing more is wanted; who asks nevertheless is not told that this was the end. */
    public void cancel() {
        Flow.Subscription open;
        synchronized (this) {
            if (!ended) {
                failure = Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer was given up");
            }
            ended = true;
            open = source;
        }
        if (open != null) {
            open.cancel();
        }
    }

    private void ask(UniEmitter<? super Optional<Buffer>> reader) {
        boolean first;
        Flow.Subscription open;
        synchronized (this) {
            if (spare != null) {
                Buffer kept = spare;
                spare = null;
                reader.complete(Optional.of(kept));
                return;
            } else if (failure != null) {
                reader.fail(failure);
                return;
            } else if (ended) {
                reader.complete(Optional.empty());
                return;
            }
            waiting = reader;
            first = !subscribed;
            subscribed = true;
            open = requested ? null : source;
            requested = true;
        }
        reader.onTermination(() -> forget(reader));
        if (first) {
            body.subscribe().withSubscriber(this);
        } else if (open != null) {
            open.request(1);
        }
    }

    private synchronized void forget(UniEmitter<? super Optional<Buffer>> reader) {
        if (waiting == reader) {
            waiting = null;
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        boolean left;
        synchronized (this) {
            source = subscription;
            left = ended;
        }
        if (left) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(Buffer piece) {
        UniEmitter<? super Optional<Buffer>> reader;
        synchronized (this) {
            requested = false;
            reader = waiting;
            waiting = null;
            if (reader == null) {
                spare = piece;
            }
        }
        if (reader != null) {
            reader.complete(Optional.of(piece));
        }
    }

    @Override
    public void onError(Throwable thrown) {
        UniEmitter<? super Optional<Buffer>> reader;
        synchronized (this) {
            failure = thrown;
            ended = true;
            reader = waiting;
            waiting = null;
        }
        if (reader != null) {
            reader.fail(thrown);
        }
    }

    @Override
    public void onComplete() {
        UniEmitter<? super Optional<Buffer>> reader;
        synchronized (this) {
            ended = true;
            reader = waiting;
            waiting = null;
        }
        if (reader != null) {
            reader.complete(Optional.empty());
        }
    }
}
