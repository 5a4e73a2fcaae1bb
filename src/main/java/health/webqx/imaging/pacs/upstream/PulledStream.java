package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.passing.Passing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A body read piece by piece as its one reader asks: what is to be done with the next piece may be decided after the last
 * one was seen. A piece that nobody waits for any more is kept for who asks next. What is left when enough was seen goes
 * on to a reader without a stop.
 */
public final class PulledStream implements Flow.Subscriber<Buffer> {
    private final Multi<Buffer> body;
    private Flow.@Nullable Subscription source;
    private @Nullable Reader waiting;
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
        return asked(piece -> {}, () -> true);
    }

    /**
     * Whether there was a next piece, which was given to who takes it: also where nobody waits any more by the time it comes, for
     * it cannot be had a second time.
     *
     * @param wanted looked at as the piece is asked for: who has left may be about to ask, and is not in the next one's way
     */
    Uni<Boolean> next(Consumer<Buffer> taker, BooleanSupplier wanted) {
        return asked(taker, wanted).map(Optional::isPresent);
    }

    private Uni<Optional<Buffer>> asked(Consumer<Buffer> taker, BooleanSupplier wanted) {
        return Uni.createFrom().<Optional<Buffer>>emitter(told -> ask(new Reader(taker, wanted, told)));
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
        Buffer unread;
        synchronized (this) {
            if (!ended || spare != null) {
                failure = Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer was given up");
            }
            ended = true;
            open = source;
            unread = spare;
            spare = null;
        }
        if (unread != null) {
            Passing.letGo(unread);
        }
        if (open != null) {
            open.cancel();
        }
    }

    private void ask(Reader reader) {
        todo(reader).run();
        reader.told.onTermination(() -> forget(reader));
    }

    /** What is to be done for who asks; others are not called while they are kept out here. */
    private synchronized Runnable todo(Reader reader) {
        if (!reader.wanted.getAsBoolean()) {
            return () -> {};
        } else if (spare != null) {
            Buffer kept = spare;
            spare = null;
            return () -> reader.give(kept);
        } else if (failure != null) {
            Throwable why = failure;
            return () -> reader.told.fail(why);
        } else if (ended) {
            return () -> reader.told.complete(Optional.empty());
        }
        waiting = reader;
        Flow.Subscription open = requested ? null : source;
        owed = open == null ? 1 : 0;
        requested = true;
        if (!subscribed) {
            subscribed = true;
            return () -> body.subscribe().withSubscriber(this);
        }
        return open == null ? () -> {} : () -> open.request(1);
    }

    private synchronized void forget(Reader reader) {
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
        Reader reader;
        Rest reading;
        synchronized (this) {
            requested = false;
            reader = waiting;
            waiting = null;
            reading = rest;
            if (reader == null && reading == null && !ended) {
                spare = piece;
                return;
            }
        }
        if (reader != null) {
            reader.give(piece);
        } else if (reading != null) {
            reading.to.onNext(piece);
        } else {
            Passing.letGo(piece);
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
        Reader reader;
        Rest reading;
        synchronized (this) {
            failure = thrown;
            ended = true;
            reader = waiting;
            waiting = null;
            reading = rest;
        }
        if (reader != null && thrown != null) {
            reader.told.fail(thrown);
        } else if (reader != null) {
            reader.told.complete(Optional.empty());
        } else if (reading != null) {
            reading.finishOnce();
        }
    }

    /** Who waits for a piece. */
    private static final class Reader {
        private final Consumer<Buffer> taker;
        private final BooleanSupplier wanted;
        private final UniEmitter<? super Optional<Buffer>> told;

        Reader(Consumer<Buffer> taker, BooleanSupplier wanted, UniEmitter<? super Optional<Buffer>> told) {
            this.taker = taker;
            this.wanted = wanted;
            this.told = told;
        }

        void give(Buffer piece) {
            taker.accept(piece);
            told.complete(Optional.of(piece));
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
