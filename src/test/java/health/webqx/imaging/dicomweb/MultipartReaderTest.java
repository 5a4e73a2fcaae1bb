package health.webqx.imaging.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.dicomweb.MultipartReader.Piece;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multipart bodies come apart the same however they arrive. */
class MultipartReaderTest {
    private static final String BODY = "before\r\n--b\r\nContent-Type: application/dicom\r\nX-More: a: b\r\n\r\n"
            + "one\r\n--not\r\n-\r\n--\r\n--b  \r\n\r\ntwo\r\n--b\r\nA: 1\r\n\r\n\r\n--b--\r\nafter --b\r\n";

    @Test
    void findsEveryPartHoweverTheBodyIsCut() {
        for (int seed = 0; seed < 500; seed++) {
            assertThat(parts(BODY, new Random(seed))).containsExactly("one\r\n--not\r\n-\r\n--", "two", "");
        }
    }

    @Test
    void readsHeadersWithoutRegardToCase() {
        Piece.Begin begin =
                (Piece.Begin) new MultipartReader("b").read(Buffer.buffer(BODY)).get(0);
        assertThat(begin.headers())
                .containsEntry("content-type", "application/dicom")
                .containsEntry("x-more", "a: b");
    }

    @Test
    void takesABodyThatBeginsWithItsBoundary() {
        assertThat(parts("--b\r\n\r\nx\r\n--b--", new Random(1))).containsExactly("x");
    }

    @Test
    void keepsLittleOfWhatIsLong() {
        MultipartReader reader = new MultipartReader("b");
        reader.read(Buffer.buffer("--b\r\n\r\n"));
        Buffer megabyte = Buffer.buffer(new byte[1 << 20]);
        long given = 0;
        for (int i = 0; i < 64; i++) {
            for (Piece piece : reader.read(megabyte)) {
                given += ((Piece.Content) piece).bytes().length();
            }
        }
        assertThat((64L << 20) - given).isLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no boundary", "--b\r\n\r\nx", "--b\r\n\r\nx\r\n--b", "--b\r\n\r\nx\r\n--b-"})
    void isNotCompleteWithoutItsLastBoundary(String body) {
        MultipartReader reader = new MultipartReader("b");
        reader.read(Buffer.buffer(body));
        assertThat(reader.isComplete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--b\r\nno colon\r\n\r\nx", "--bcd\r\n\r\nx", "--b\r\n: x\r\n\r\nx", "--b x\r\n"})
    void refusesWhatIsNoMultipartBody(String body) {
        assertThatThrownBy(() -> new MultipartReader("b").read(Buffer.buffer(body)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED));
        assertThatThrownBy(() -> new MultipartReader("b").read(Buffer.buffer("--b\r\nA: " + "x".repeat(20_000))))
                .isInstanceOf(Failure.class);
    }

    private static List<String> parts(String body, Random random) {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        MultipartReader reader = new MultipartReader("b");
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int at = 0;
        while (at < bytes.length) {
            int count = Math.min(bytes.length - at, 1 + random.nextInt(7));
            for (Piece piece : reader.read(Buffer.buffer(count).appendBytes(bytes, at, count))) {
                if (piece instanceof Piece.Content content) {
                    part.append(content.bytes().toString(StandardCharsets.US_ASCII));
                } else if (piece instanceof Piece.End) {
                    parts.add(part.toString());
                    part.setLength(0);
                }
            }
            at += count;
        }
        assertThat(reader.isComplete()).isTrue();
        return parts;
    }
}
