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
        assertThat(asked).containsExactly(0, 1, 2, 3);
        answer(3);
        answer(2);
        reader.assertItems(0);
        reader.request(2);
        reader.assertItems(0);
        answer(1);
        reader.assertItems(0, 1, 2);
        assertThat(asked).containsExactly(0, 1, 2, 3, 4, 5);
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
        AssertSubscriber<Integer> reader = read(8, () -> true, LONG);
        reader.request(2);
        answer(0);
        answer(2);
        reader.cancel();
        assertThat(left).as("no answer yet").containsExactlyInAnyOrder(1, 3);
        assertThat(dropped).as("answered, and not its turn").containsExactly(2);
    }

    @Test
    void leavesNothingOpenWhenOneFails() {
        AssertSubscriber<Integer> reader = read(8, () -> true, LONG);
        reader.request(2);
        answer(0);
        answer(3);
        open.remove(1).fail(Failure.of(FailureKind.BAD_GATEWAY, "broken"));
        reader.assertFailedWith(Failure.class, "broken");
        assertThat(left).containsExactly(2);
        assertThat(dropped).containsExactly(3);
    }

    @Test
    void asksAgainForWhatFailedAheadOfItsTurn() {
        AssertSubscriber<Integer> reader = read(3, () -> true, LONG);
        reader.request(1);
        answer(0);
        open.remove(1).fail(Failure.of(FailureKind.UNAVAILABLE, "no connection free"));
        reader.request(3);
        reader.assertNotTerminated();
        answer(1);
        answer(2);
        reader.assertCompleted().assertItems(0, 1, 2);
        assertThat(asked).containsExactly(0, 1, 2, 1);
    }

    @Test
    void doesNotHoldTheArchivesConnectionsForASlowReader() {
        AssertSubscriber<Integer> reader = read(5, () -> true, Duration.ZERO);
        reader.request(1);
        answer(0);
        answer(1);
        assertThat(asked).containsExactly(0, 1, 2, 3);
        reader.request(5);
        assertThat(dropped).containsExactly(1);
        assertThat(left).containsExactly(2, 3);
        for (int each = 1; each < 5; each++) {
            answer(each);
        }
        reader.assertCompleted().assertItems(0, 1, 2, 3, 4);
        assertThat(asked).as("from there on one after the other").containsExactly(0, 1, 2, 3, 1, 2, 3, 4);
    }

    @Test
    void failsAsTheFirstAnswerFails() {
        AssertSubscriber<Integer> reader = read(3, () -> true, LONG);
        reader.request(1);
        open.remove(0).fail(Failure.of(FailureKind.NOT_FOUND, "gone"));
        assertThatThrownBy(() -> {
                    throw reader.getFailure();
                })
                .hasMessageContaining("gone");
        assertThat(asked).containsExactly(0);
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
