package health.webqx.imaging.pacs.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytePatternTest {
    @Test
    void findsWhatAPlainSearchFinds() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String wanted = text(random, 2 + random.nextInt(6));
            String bytes = text(random, random.nextInt(40));

            assertThat(new BytePattern(wanted.getBytes(StandardCharsets.ISO_8859_1))
                            .indexIn(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .as("%s in %s", wanted, bytes)
                    .isEqualTo(bytes.indexOf(wanted));
        }
    }

    @Test
    void wantsTwoBytes() {
        assertThatThrownBy(() -> new BytePattern(new byte[] {'x'})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsHowMuchOfTheEndMayBeItsBeginning() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            String wanted = text(random, 2 + random.nextInt(6));
            String bytes = text(random, random.nextInt(20));
            int begun = Math.min(bytes.length(), wanted.length() - 1);
            while (!wanted.startsWith(bytes.substring(bytes.length() - begun))) {
                begun--;
            }

            // of a buffer that begins within an array, as most do
            Buffer within = Buffer.buffer("b" + bytes, "ISO-8859-1").slice(1, 1 + bytes.length());
            assertThat(new BytePattern(wanted.getBytes(StandardCharsets.ISO_8859_1)).begunIn(within))
                    .as("%s in %s", wanted, bytes)
                    .isEqualTo(begun);
        }
    }

    /** Of few letters, some of them above 127: much that is nearly found. */
    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("ab\u00ff".charAt(random.nextInt(3)));
        }
        return text.toString();
    }
}
