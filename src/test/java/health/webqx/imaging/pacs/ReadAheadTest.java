package health.webqx.imaging.pacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Instances that are asked for before it is their turn, from an archive that answers when the test says. */
class ReadAheadTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** In the order in which they were asked for. */
    private final List<Integer> asked = new ArrayList<>();

    private final Map<Integer, UniEmitter<? super RetrievedInstance>> open = new TreeMap<>();
    private final List<Integer> left = new ArrayList<>();
    private final List<Integer> dropped = new ArrayList<>();

    @Test
    void asksForTheNextOnesWhileOneIsReadAndKeepsTheOrder() {
        AssertSubscriber<Integer> reader = read(8, () -> true, LONG);
        reader.request(1);
        assertThat(asked).as("nobody knows yet that it is there").containsExactly(0);
        answer(0);
        assertThat(asked).as("one first").containsExactly(0, 1);
        answer(1);
        reader.request(1);
        assertThat(asked).containsExactly(0, 1, 2, 3, 4);
        answer(4);
        answer(3);
        reader.request(2);
        reader.assertItems(0, 1);
        answer(2);
        reader.assertItems(0, 1, 2, 3);
        assertThat(asked).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void readsAllOfThemOnce() {
        AssertSubscriber<Integer> reader = read(8, () -> true, LONG);
        reader.request(9);
        for (int each = 0; each < 8; each++) {
            answer(each);
        }
        reader.assertCompleted().assertItems(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(asked).hasSize(8);
        assertThat(dropped).isEmpty();
    }

    @Test
    void asksForOneAtATimeWhereTheArchiveIsBusy() {
        AssertSubscriber<Integer> reader = read(3, () -> false, LONG);
        reader.request(2);
        answer(0);
        assertThat(asked).containsExactly(0, 1);
        answer(1);
        assertThat(asked).containsExactly(0, 1);
    }

    @Test
    void leavesNothingOpenWhenItsReaderLeaves() {
        AssertSubscriber<Integer> reader = readTwo();
        reader.request(1);
        answer(3);
        reader.cancel();
        assertThat(left).as("no answer yet").containsExactlyInAnyOrder(2, 4);
        assertThat(dropped).as("answered, and not its turn").containsExactly(3);
    }

    @Test
    void leavesNothingOpenWhenOneFails() {
        AssertSubscriber<Integer> reader = readTwo();
        reader.request(1);
        answer(4);
        fail(2, "broken");
        reader.assertNotTerminated();
        fail(2, "broken again");
        reader.assertFailedWith(Failure.class, "broken again");
        assertThat(left).containsExactly(3);
        assertThat(dropped).containsExactly(4);
    }

    @Test
    void asksAgainForWhatFailedAheadOfItsTurnAndForNothingMoreAhead() {
        AssertSubscriber<Integer> reader = read(4, () -> true, LONG);
        reader.request(1);
        answer(0);
        fail(1, "not two at once");
        reader.request(4);
        reader.assertNotTerminated();
        for (int each = 1; each < 4; each++) {
            answer(each);
        }
        reader.assertCompleted().assertItems(0, 1, 2, 3);
        assertThat(asked).containsExactly(0, 1, 1, 2, 3);
    }

    @Test
    void asksAgainForWhatWasOnItsWayWhenItsTurnCameAndThenFailed() {
        AssertSubscriber<Integer> reader = read(2, () -> true, LONG);
        reader.request(3);
        answer(0);
        fail(1, "not two at once");
        answer(1);
        reader.assertCompleted().assertItems(0, 1);
        assertThat(asked).containsExactly(0, 1, 1);
    }

    @Test
    void doesNotHoldTheArchivesConnectionsForASlowReader() {
        AssertSubscriber<Integer> reader = read(4, () -> true, Duration.ZERO);
        reader.request(1);
        answer(0);
        answer(1);
        assertThat(asked).containsExactly(0, 1);
        reader.request(4);
        assertThat(dropped).containsExactly(1);
        for (int each = 1; each < 4; each++) {
            answer(each);
        }
        reader.assertCompleted().assertItems(0, 1, 2, 3);
        assertThat(asked).as("from there on one after the other").containsExactly(0, 1, 1, 2, 3);
    }

    @Test
    void failsAsTheFirstAnswerFails() {
        AssertSubscriber<Integer> reader = read(3, () -> true, LONG);
        reader.request(1);
        fail(0, "gone");
        assertThatThrownBy(() -> {
                    throw reader.getFailure();
                })
                .hasMessageContaining("gone");
        assertThat(asked).containsExactly(0);
    }

    /** Has been given two, and the next three are on their way. */
    private AssertSubscriber<Integer> readTwo() {
        AssertSubscriber<Integer> reader = read(8, () -> true, LONG);
        reader.request(2);
        answer(0);
        answer(1);
        reader.assertItems(0, 1);
        assertThat(asked).containsExactly(0, 1, 2, 3, 4);
        return reader;
    }

    private void fail(int number, String why) {
        open.remove(number).fail(Failure.of(FailureKind.UNAVAILABLE, why));
    }

    private AssertSubscriber<Integer> read(int count, BooleanSupplier free, Duration patience) {
        return ReadAhead.of(IntStream.range(0, count).boxed(), this::ask, free, patience)
                .map(instance -> number(instance.sopInstanceUid()))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(0));
    }

    private Uni<RetrievedInstance> ask(int number) {
        return Uni.createFrom()
                .<RetrievedInstance>emitter(emitter -> {
                    asked.add(number);
                    open.put(number, emitter);
                })
                .onCancellation()
                .invoke(() -> left.add(number));
    }

    private void answer(int number) {
        Multi<Buffer> content =
                Multi.createFrom().<Buffer>nothing().onCancellation().invoke(() -> dropped.add(number));
        open.remove(number)
                .complete(new RetrievedInstance(
                        Uid.of("1.2." + number),
                        TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        content));
    }

    private static int number(Uid uid) {
        return Integer.parseInt(uid.value().substring("1.2.".length()));
    }
}
