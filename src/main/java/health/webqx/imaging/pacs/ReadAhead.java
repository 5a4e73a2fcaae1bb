package health.webqx.imaging.pacs;

import health.webqx.imaging.passing.Passing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Instances of an archive that is asked for them one by one: while one is sent on, it is asked for the next ones, so that
 * nobody waits for its answers. Of what is on its way only the first piece is held here. A reader who is slower than the
 * archive is no longer read ahead for, and what fails ahead of its turn is asked for again when its turn comes.
 *
 * @param <T> names an instance to the archive
 */
public final class ReadAhead<T> {
    /** More do not make it faster. */
    static final int MOST = 3;

    /** What came longer ago is asked for again: {@link IncomingFile} drops what nobody reads, and may be about to. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Iterator<T> left;
    private final Function<T, Uni<RetrievedInstance>> asking;
    private final BooleanSupplier free;
    private final Duration patience;
    private final Deque<Asked> ahead = new ArrayDeque<>();
    private Optional<Asked> turn = Optional.empty();
    private boolean worthIt = true;
    /** Whether one that was asked for ahead of its turn has come. */
    private boolean proven;

    private boolean over;

    private ReadAhead(
            Iterator<T> left, Function<T, Uni<RetrievedInstance>> asking, BooleanSupplier free, Duration patience) {
        this.left = left;
        this.asking = asking;
        this.free = free;
        this.patience = patience;
    }

    /**
     * The instances, in this order.
     *
     * @param asking asks the archive for one; its content begins to come when it is subscribed to
     * @param free whether the archive may be asked for one ahead of its turn now
     */
    public static <T> Multi<RetrievedInstance> of(
            Stream<T> all, Function<T, Uni<RetrievedInstance>> asking, BooleanSupplier free) {
        return of(all, asking, free, PATIENCE);
    }

    static <T> Multi<RetrievedInstance> of(
            Stream<T> all, Function<T, Uni<RetrievedInstance>> asking, BooleanSupplier free, Duration patience) {
        return Multi.createFrom().deferred(() -> {
            ReadAhead<T> reading = new ReadAhead<>(all.iterator(), asking, free, patience);
            return Multi.createBy()
                    .repeating()
                    .uni(reading::next)
                    .whilst(Optional::isPresent)
                    .filter(Optional::isPresent)
                    .map(Optional::get)
                    .onTermination()
                    .invoke(reading::end);
        });
    }

    private Uni<Optional<RetrievedInstance>> next() {
        return takeTurn()
                .map(asked -> asked.told()
                        .onFailure(failure -> asked.early)
                        .recoverWithUni(() -> askedAgain(asked.what).told())
                        .invoke(any -> lookAhead())
                        .map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private synchronized Optional<Asked> takeTurn() {
        Asked first = ahead.poll();
        if (over || (first == null && !left.hasNext())) {
            turn = Optional.empty();
        } else if (first == null) {
            turn = Optional.of(new Asked(left.next(), false));
        } else {
            if (first.isStale()) {
                worthIt = false;
                first.drop();
                ahead.forEach(Asked::drop);
            }
            turn = Optional.of(first.dropped ? new Asked(first.what, false) : first);
        }
        return turn;
    }

    /** What failed ahead of its turn; this archive is not one to be asked for several at once. */
    private synchronized Asked askedAgain(T what) {
        worthIt = false;
        Asked again = new Asked(what, false);
        turn = Optional.of(again);
        if (over) {
            again.leave();
        }
        return again;
    }

    /** One is asked for first: an archive that does not like that is not to fail several times for it. */
    private synchronized void lookAhead() {
        proven |= turn.filter(asked -> asked.early).isPresent();
        int most = proven ? MOST : 1;
        while (!over && worthIt && ahead.size() < most && left.hasNext() && free.getAsBoolean()) {
            ahead.add(new Asked(left.next(), true));
        }
    }

    private synchronized void end() {
        over = true;
        turn.ifPresent(Asked::leave);
        ahead.forEach(Asked::drop);
        ahead.clear();
    }

    /** One that the archive was asked for. */
    private final class Asked {
        private final T what;
        private final boolean early;
        private final CompletableFuture<RetrievedInstance> answer;
        private volatile long came;
        private volatile boolean dropped;

        Asked(T what, boolean early) {
            this.what = what;
            this.early = early;
            this.answer =
                    asking.apply(what).invoke(any -> came = System.nanoTime()).subscribeAsCompletionStage();
        }

        /** Nothing where it was dropped: then nobody is there to be told. */
        Uni<RetrievedInstance> told() {
            return Uni.createFrom().<RetrievedInstance>emitter(reader -> tell(reader));
        }

        private void tell(UniEmitter<? super RetrievedInstance> reader) {
            CompletableFuture<?> unused = answer.whenComplete((instance, failure) -> {
                if (failure == null) {
                    reader.complete(instance);
                } else if (!dropped) {
                    reader.fail(failure);
                }
            });
        }

        boolean isStale() {
            return answer.isDone()
                    && !answer.isCompletedExceptionally()
                    && System.nanoTime() - came > patience.toNanos();
        }

        /** Nobody waits for it any more; one that has come is its reader's. */
        void leave() {
            dropped = true;
            answer.cancel(false);
        }

        /** One that nobody has been given: its connection is free for others. */
        void drop() {
            leave();
            if (!answer.isCompletedExceptionally()) {
                Passing.drop(answer.join().content());
            }
        }
    }
}
