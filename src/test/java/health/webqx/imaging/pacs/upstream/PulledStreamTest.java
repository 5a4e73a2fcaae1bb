package health.webqx.imaging.pacs.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is read piece by piece and then without a stop arrives in order, once, no faster than it is asked for. */
class PulledStreamTest {
    private final Source source = new Source();
    private final PulledStream stream = PulledStream.of(Multi.createFrom().publisher(source));
    private final Reader reader = new Reader();

    @Test
    void handsOnWhatWasGivenBackBeforeTheRest() {
        assertThat(next("a")).hasValueSatisfying(piece -> assertThat(piece).hasToString("a"));
        stream.giveBack(Buffer.buffer("a"));
        stream.rest().subscribe().withSubscriber(reader);
        reader.request(1);
        assertThat(reader.came).containsExactly("a");
        assertThat(source.owed).isZero();
        reader.request(2);
        assertThat(source.owed).isEqualTo(2);
        source.send("b");
        source.send("c");
        source.to.onComplete();
        assertThat(reader.came).containsExactly("a", "b", "c", "end");
    }

    @Test
    void keepsTheEndBackUntilWhatWasGivenBackIsTaken() {
        next("a");
        stream.giveBack(Buffer.buffer("a"));
        stream.rest().subscribe().withSubscriber(reader);
        source.to.onComplete();
        assertThat(reader.came).isEmpty();
        reader.request(5);
        assertThat(reader.came).containsExactly("a", "end");
    }

    @Test
    void doesNotEndWhileAReaderThatAsksForMoreIsHandedAPiece() {
        next("a");
        stream.giveBack(Buffer.buffer("a"));
        source.to.onComplete();
        List<String> heard = new ArrayList<>();
        stream.rest().subscribe().withSubscriber(new Flow.Subscriber<Buffer>() {
            private Flow.Subscription source;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                source = subscription;
                source.request(1);
            }

            @Override
            public void onNext(Buffer piece) {
                source.request(1);
                heard.add(piece.toString());
            }

            @Override
            public void onError(Throwable failure) {
                heard.add(failure.getMessage());
            }

            @Override
            public void onComplete() {
                heard.add("end");
            }
        });
        assertThat(heard).containsExactly("a", "end");
    }

    @Test
    void tellsOfAFailureBehindWhatWasGivenBack() {
        next("a");
        stream.giveBack(Buffer.buffer("a"));
        source.to.onError(Failure.of(FailureKind.BAD_GATEWAY, "the archive broke off"));
        stream.rest().subscribe().withSubscriber(reader);
        reader.request(5);
        assertThat(reader.came).containsExactly("a", "the archive broke off");
    }

    /** It cannot be had a second time. */
    @Test
    void givesAPieceToWhoTakesItThoughNobodyWaitsForItAnyMore() {
        List<String> taken = new ArrayList<>();
        AtomicReference<Cancellable> waiting = new AtomicReference<>();
        waiting.set(stream.next(
                        piece -> {
                            waiting.get().cancel();
                            taken.add(piece.toString());
                        },
                        () -> true)
                .subscribe()
                .with(told -> taken.add("told")));
        source.send("a");
        assertThat(taken).containsExactly("a");
        assertThat(next("b")).hasValueSatisfying(piece -> assertThat(piece).hasToString("b"));
    }

    @Test
    void doesNotEndWellWhereWhatWasGivenBackIsGivenUp() {
        next("a");
        stream.giveBack(Buffer.buffer("a"));
        source.to.onComplete();
        stream.cancel();
        stream.rest().subscribe().withSubscriber(reader);
        reader.request(1);
        assertThat(reader.came).containsExactly("the archive's answer was given up");
    }

    @Test
    void asksOnlyOnceForAPieceThatSomebodyElseHasAskedFor() {
        stream.next().subscribe().with(piece -> {}).cancel();
        assertThat(source.owed).isEqualTo(1);
        stream.rest().subscribe().withSubscriber(reader);
        reader.request(3);
        assertThat(source.owed).isEqualTo(3);
    }

    @Test
    void letsTheSourceGoWhenItsReaderLeaves() {
        next("a");
        stream.giveBack(Buffer.buffer("a"));
        stream.rest().subscribe().withSubscriber(reader);
        reader.cancel();
        assertThat(source.cancelled).isTrue();
        assertThat(reader.came).isEmpty();
    }

    @Test
    void doesNotPassWhatWasGivenUpForAll() {
        next("a");
        stream.cancel();
        stream.rest().subscribe().withSubscriber(reader);
        reader.request(1);
        assertThat(source.cancelled).isTrue();
        assertThat(reader.came).containsExactly("the archive's answer was given up");
    }

    @Test
    void readsAllOfAStreamOfWhichNothingWasSeen() {
        stream.rest().subscribe().withSubscriber(reader);
        reader.request(2);
        source.send("a");
        source.send("b");
        source.to.onComplete();
        assertThat(reader.came).containsExactly("a", "b", "end");
    }

    private Optional<Buffer> next(String piece) {
        List<Optional<Buffer>> taken = new ArrayList<>();
        stream.next().subscribe().with(taken::add);
        source.send(piece);
        return taken.get(0);
    }

    /** Sends what it is told to, and remembers how much it still owes. */
    private static final class Source implements Flow.Publisher<Buffer>, Flow.Subscription {
        private Flow.Subscriber<? super Buffer> to;
        private long owed;
        private boolean cancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super Buffer> subscriber) {
            to = subscriber;
            subscriber.onSubscribe(this);
        }

        void send(String piece) {
            assertThat(owed).as("asked for").isPositive();
            owed--;
            to.onNext(Buffer.buffer(piece));
        }

        @Override
        public void request(long count) {
            owed += count;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** Asks when it is told to, and remembers what came and how it ended. */
    private static final class Reader implements Flow.Subscriber<Buffer> {
        private final List<String> came = new ArrayList<>();
        private Flow.Subscription source;

        void request(long count) {
            source.request(count);
        }

        void cancel() {
            source.cancel();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
        }

        @Override
        public void onNext(Buffer piece) {
            came.add(piece.toString());
        }

        @Override
        public void onError(Throwable failure) {
            came.add(failure.getMessage());
        }

        @Override
        public void onComplete() {
            came.add("end");
        }
    }
}
