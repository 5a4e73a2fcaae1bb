package health.webqx.imaging.pacs.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.passing.Passing;
import health.webqx.imaging.passing.PassingMemory;
import io.netty.buffer.ByteBufAllocator;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Parts are taken apart alike however a body is cut into pieces, and a body that is cut off is never taken for whole. */
class MultipartPartsTest {
    private static final String BODY = "a preamble\r\n--b0\r\nContent-Type: text/plain\r\n\r\nfirst\r\n--not it\r\n"
            + "--b0  \r\nX-Y: z\r\n\r\n\r\n--b0\r\n\r\nthird\r\n\r\n--b0--\r\nan epilogue";

    @Test
    void takesABodyApartWhateverItsPieces() {
        for (int size = 1; size <= BODY.length(); size++) {
            assertThat(read(BODY, size)).containsExactly("first\r\n--not it", "", "third\r\n");
        }
    }

    @Test
    void neverTakesABodyForWholeThatIsCutOff() {
        int end = BODY.indexOf("--b0--") + "--b0--".length();
        for (int length = 0; length < end; length++) {
            String cut = BODY.substring(0, length);
            for (int size : new int[] {1, 3, 1000}) {
                assertThatThrownBy(() -> read(cut, size))
                        .as("%d of %d", cut.length(), end)
                        .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.kind())
                                .isEqualTo(FailureKind.BAD_GATEWAY));
            }
        }
    }

    /** What only passes is let go of piece by piece: of its memory nothing stays in use. */
    @Test
    void holdsNothingOfABodyThatHasPassed() {
        for (int size = 1; size <= BODY.length(); size++) {
            PassingMemory memory = PassingMemory.before(ByteBufAllocator.DEFAULT);
            List<String> contents = MultipartParts.of(answer(lent(memory, BODY, size)))
                    .onItem()
                    .transformToUniAndConcatenate(part -> part.content()
                            .map(MultipartPartsTest::passed)
                            .collect()
                            .with(Collectors.joining()))
                    .collect()
                    .asList()
                    .await()
                    .atMost(Duration.ofSeconds(5));

            assertThat(contents).containsExactly("first\r\n--not it", "", "third\r\n");
            assertThat(memory.underWay()).as("pieces of %d", size).isZero();
        }
    }

    @Test
    @SuppressWarnings("deprecation")
    void copiesNothingOfABodyThatBeginsWithItsFirstPart() {
        PassingMemory memory = PassingMemory.before(ByteBufAllocator.DEFAULT);
        String body = "--b0\r\n\r\nall of it\r\n--b0--";

        List<Buffer> contents = MultipartParts.of(answer(lent(memory, body, body.length())))
                .onItem()
                .transformToMultiAndConcatenate(MultipartParts.Part::content)
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(5));

        assertThat(contents).singleElement().satisfies(content -> {
            assertThat(content.getByteBuf().isDirect()).isTrue();
            assertThat(content).hasToString("all of it");
        });
    }

    private static Multi<Buffer> lent(PassingMemory memory, String body, int size) {
        return pieces(body, size)
                .map(piece -> Buffer.buffer(memory.ioBuffer(piece.length()).writeBytes(piece.getBytes())));
    }

    private static String passed(Buffer piece) {
        String text = piece.toString();
        Passing.letGo(piece);
        return text;
    }

    @Test
    void passesOverAContentNobodyReads() {
        List<String> types = MultipartParts.of(answer(BODY, 7))
                .map(part -> part.header("x-y"))
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(5));
        assertThat(types).containsExactly("", "z", "");
    }

    /** Who leaves is still at work on another thread when the next part is asked for. */
    @Test
    void takesNothingOfTheNextPartForAContentThatWasLeft() {
        String body = "--b0\r\nX: left\r\n\r\n" + "x".repeat(20_000) + "\r\n--b0\r\n\r\n" + "second".repeat(1000)
                + "\r\n--b0--";
        ExecutorService archive = Executors.newSingleThreadExecutor();
        ExecutorService leaving = Executors.newSingleThreadExecutor();
        try {
            for (int turn = 0; turn < 1000; turn++) {
                int first = turn;
                List<String> contents = MultipartParts.of(
                                answer(pieces(body, 61).emitOn(archive)))
                        .onItem()
                        .transformToUniAndConcatenate(
                                part -> part.header("x").equals("left") ? left(part, leaving, first) : text(part))
                        .collect()
                        .asList()
                        .await()
                        .atMost(Duration.ofSeconds(5));
                assertThat(contents).as("turn %d", turn).containsExactly("left", "second".repeat(1000));
            }
        } finally {
            archive.shutdownNow();
            leaving.shutdownNow();
        }
    }

    @Test
    void refusesHeadersWithoutEndAndABodyWithoutBoundary() {
        String endless = "--b0\r\nX: " + "y".repeat(100_000);
        assertThatThrownBy(() -> read(endless, 1000)).isInstanceOf(Failure.class);
        Incoming bare = new Incoming("text/html", OptionalLong.empty(), true, pieces("<html>", 2));
        assertThatThrownBy(
                        () -> MultipartParts.of(bare).collect().asList().await().atMost(Duration.ofSeconds(5)))
                .isInstanceOf(Failure.class);
    }

    @Test
    void letsGoOfTheBodyWithItsReader() {
        AtomicBoolean left = new AtomicBoolean();
        Multi<Buffer> endless = Multi.createFrom()
                .ticks()
                .every(Duration.ofMillis(1))
                .map(tick -> Buffer.buffer(tick == 0 ? "--b0\r\n\r\n" : "more"))
                .onOverflow()
                .buffer()
                .onCancellation()
                .invoke(() -> left.set(true));
        MultipartParts.Part part = MultipartParts.of(
                        new Incoming("multipart/related; boundary=b0", OptionalLong.empty(), true, endless))
                .toUni()
                .await()
                .atMost(Duration.ofSeconds(5));
        assertThat(left).isFalse();
        part.content().select().first(2).collect().asList().await().atMost(Duration.ofSeconds(5));
        assertThat(left).isTrue();
    }

    private static List<String> read(String body, int size) {
        return MultipartParts.of(answer(body, size))
                .onItem()
                .transformToUniAndConcatenate(MultipartPartsTest::text)
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    private static Uni<String> text(MultipartParts.Part part) {
        return part.content().collect().in(Buffer::buffer, Buffer::appendBuffer).map(Buffer::toString);
    }

    /** Begun to be read, and left by another thread after so many turns of waiting. */
    private static Uni<String> left(MultipartParts.Part part, Executor leaving, int turns) {
        return Uni.createFrom().emitter(told -> {
            Cancellable reading = part.content().subscribe().with(Passing::letGo);
            leaving.execute(() -> {
                for (int turn = 0; turn < turns; turn++) {
                    Thread.onSpinWait();
                }
                reading.cancel();
                told.complete("left");
            });
        });
    }

    private static Incoming answer(String body, int size) {
        return answer(pieces(body, size));
    }

    private static Incoming answer(Multi<Buffer> pieces) {
        return new Incoming("multipart/related; type=\"text/plain\"; boundary=b0", OptionalLong.empty(), true, pieces);
    }

    private static Multi<Buffer> pieces(String body, int size) {
        List<Buffer> pieces = new ArrayList<>();
        for (int i = 0; i < body.length(); i += size) {
            pieces.add(Buffer.buffer(body.substring(i, Math.min(body.length(), i + size))));
        }
        return Multi.createFrom().iterable(pieces);
    }
}
