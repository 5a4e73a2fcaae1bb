package health.webqx.imaging.pacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A stream is read on workers as long as somebody reads, and closed once, never while it is being read. */
class BlockingContentTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void isClosedAtItsEnd() {
        byte[] bytes = new byte[200_000];
        int read = BlockingContent.of(() -> new Watched(bytes))
                .collect()
                .with(Collectors.summingInt(Buffer::length))
                .await()
                .indefinitely();
        assertThat(read).isEqualTo(bytes.length);
        Awaitility.await().untilAtomic(closed, is(1));
    }

    @Test
    void isClosedBehindTheReadDuringWhichItsReaderLeft() throws InterruptedException {
        Cancellable reader = BlockingContent.of(() -> new Slow(new byte[200_000]))
                .subscribe()
                .with(piece -> {});
        assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
        reader.cancel();
        assertThat(closed).hasValue(0);
        goOn.countDown();
        Awaitility.await().untilAtomic(closed, is(1));
    }

    /** Remembers that it was closed. */
    private class Watched extends FilterInputStream {
        Watched(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public void close() throws IOException {
            super.close();
            closed.incrementAndGet();
        }
    }

    /** Does not come back from reading before it may. */
    private final class Slow extends Watched {
        Slow(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            reading.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.read(to, from, length);
        }
    }
}
