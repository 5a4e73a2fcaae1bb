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
 * one was seen. A piece that nobody waits for any more is kept for who asks next. What is left when enough was seen goes
 * on to a reader without a stop.
 */
public final class PulledStream implements Flow.Subscriber<Buffer> {
    private final Multi<Buffer> body;
    private Flow.@Nullable Subscription source;
    private @Nullable UniEmitter<? super Optional<Buffer>> waiting;
    /** Who reads all that is left. */
    private @Nullable Rest rest;

    private @Nullable Buffer spare;
    private @Nullable Throwable failure;
    private boolean subscribed;
    private boolean requested;
    private boolean ended;
    /** What is to be asked for as soon as the source can be asked. */
    private long owed;

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

    /** What was read is the next to be read again. */
    public synchronized void giveBack(Buffer piece) {
        if (piece.length() > 0) {
            spare = piece;
        }
    }

    /** What is left, to one reader, whose demand is the source's. */
    public Multi<Buffer> rest() {
        Flow.Publisher<Buffer> publisher = subscriber -> {
            Rest reading = new Rest(subscriber);
            synchronized (this) {
                rest = reading;
            }
            subscriber.onSubscribe(reading);
        };
        return Multi.createFrom().publisher(publisher);
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
            owed = open == null ? 1 : 0;
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
        long now;
        synchronized (this) {
            source = subscription;
            left = ended;
            now = owed;
        }
        if (left) {
            subscription.cancel();
        } else {
            subscription.request(now);
        }
    }

    @Override
    public void onNext(Buffer piece) {
        UniEmitter<? super Optional<Buffer>> reader;
        Rest reading;
        synchronized (this) {
            requested = false;
            reader = waiting;
            waiting = null;
            reading = rest;
            if (reader == null && reading == null) {
                spare = piece;
            }
        }
        if (reader != null) {
            reader.complete(Optional.of(piece));
        } else if (reading != null) {
            reading.to.onNext(piece);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        ended(thrown);
    }

    @Override
    public void onComplete() {
        ended(null);
    }

    private void ended(@Nullable Throwable thrown) {
        UniEmitter<? super Optional<Buffer>> reader;
        Rest reading;
        synchronized (this) {
            failure = thrown;
            ended = true;
            reader = waiting;
            waiting = null;
            reading = rest;
        }
        if (reader != null && thrown != null) {
            reader.fail(thrown);
        } else if (reader != null) {
            reader.complete(Optional.empty());
        } else if (reading != null) {
            reading.finishOnce();
        }
    }

    /** What is left, as its reader asks for it. */
    private final class Rest implements Flow.Subscription {
        private final Flow.Subscriber<? super Buffer> to;
        /** While a piece that was kept is handed on, the end waits. */
        private boolean handingOn;

        private boolean finished;

        Rest(Flow.Subscriber<? super Buffer> to) {
            this.to = to;
        }

        @Override
        public void request(long count) {
            long wanted = count;
            Buffer kept;
            synchronized (PulledStream.this) {
                kept = spare;
                spare = null;
                handingOn |= kept != null; // a reader may ask for more while it is handed this
            }
            if (kept != null) {
                wanted--;
                to.onNext(kept);
                synchronized (PulledStream.this) {
                    handingOn = false;
                }
            }
            finishOnce();
            demand(wanted);
        }

        @Override
        public void cancel() {
            synchronized (PulledStream.this) {
                finished = true;
            }
            PulledStream.this.cancel();
        }

        private void finishOnce() {
            Throwable why;
            synchronized (PulledStream.this) {
                if (!ended || spare != null || handingOn || finished) {
                    return;
                }
                finished = true;
                why = failure;
            }
            if (why == null) {
                to.onComplete();
            } else {
                to.onError(why);
            }
        }

        private void demand(long count) {
            boolean first;
            Flow.Subscription open;
            long wanted = count;
            synchronized (PulledStream.this) {
                if (requested && wanted > 0) { // by who waits no longer
                    requested = false;
                    wanted--;
                }
                if (ended || wanted == 0) {
                    return;
                }
                first = !subscribed;
                subscribed = true;
                open = source;
                owed = open == null ? owed + wanted : 0;
            }
            if (first) {
                body.subscribe().withSubscriber(PulledStream.this);
            } else if (open != null) {
                open.request(wanted);
            }
        }
    }
}
