package health.webqx.imaging.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are made once, and found again in memory or on disk. */
class KeptAnswersTest {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger made = new AtomicInteger();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void makesAnAnswerOnceForAllWhoWantItTogether() {
        KeptAnswers kept = kept(10_000, 10_000);
        CompletableFuture<KeptAnswer> answer = new CompletableFuture<>();
        List<CompletableFuture<KeptAnswer>> wanted = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            wanted.add(kept.get("key", () -> {
                        made.incrementAndGet();
                        return Uni.createFrom().completionStage(answer);
                    })
                    .subscribeAsCompletionStage());
        }
        wanted.get(0).cancel(true);
        answer.complete(answer("text"));

        assertThat(wanted.subList(1, 25))
                .allSatisfy(each -> assertThat(each.join().content()).hasToString("text"));
        assertThat(made).hasValue(1);
    }

    @Test
    void findsOnDiskWhatMemoryHasNoRoomFor() {
        KeptAnswers kept = kept(0, 100_000);
        assertThat(get(kept, "key").content()).hasToString("answer 1");
        Awaitility.await().until(() -> files() == 1);
        Awaitility.await().until(() -> bytes() > 0);

        KeptAnswer again = get(kept, "key");
        assertThat(again.content()).hasToString("answer 1");
        assertThat(again.label()).isEqualTo("image/png");
        assertThat(meters.get("webqx.cache.requests")
                        .tag("result", "hit")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void keepsNoMoreOnDiskThanItMay() {
        KeptAnswers kept = kept(0, 4 * 300);
        for (int i = 0; i < 40; i++) {
            get(kept, "key " + i);
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> made.get() == 40 && files() <= 4);
        assertThat(bytes()).isBetween(1.0, 1200.0);
    }

    @Test
    void keepsNoFailure() {
        KeptAnswers kept = kept(10_000, 10_000);
        assertThatThrownBy(() -> kept.get("key", () -> Uni.createFrom()
                                .failure(Failure.of(FailureKind.BAD_GATEWAY, "the archive fails")))
                        .await()
                        .atMost(Duration.ofSeconds(10)))
                .isInstanceOf(Failure.class);
        assertThat(get(kept, "key").content()).hasToString("answer 1");
    }

    @Test
    void deletesWhatAProcessLeftBehindThatIsNoMore() throws IOException {
        Path left = Files.createDirectory(folder.resolve("node-left"));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("picture"), "of somebody");
        get(kept(0, 100_000), "key");

        Awaitility.await().until(() -> files() == 1);
        assertThat(left).doesNotExist();
    }

    @Test
    void leavesNothingOnADiskThatIsFull() throws IOException {
        Bounds bounds = new Bounds(folder, 0, 100_000);
        FullDisk full = new FullDisk(bounds, folder);
        KeptAnswers kept = new KeptAnswers(bounds, full, vertx, meters);

        assertThat(get(kept, "key").content()).hasToString("answer 1");
        Awaitility.await().until(() -> full.made.get() == 1 && Files.notExists(full.file, LinkOption.NOFOLLOW_LINKS));
        assertThat(get(kept, "key").content()).hasToString("answer 2");
        assertThat(bytes()).isZero();
    }

    private KeptAnswers kept(long memory, long disk) {
        Bounds bounds = new Bounds(folder, memory, disk);
        return new KeptAnswers(bounds, new CacheFolder(bounds, folder), vertx, meters);
    }

    private KeptAnswer get(KeptAnswers kept, String key) {
        return kept.get(key, () -> Uni.createFrom().item(() -> answer("answer " + made.incrementAndGet())))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private static KeptAnswer answer(String text) {
        return new KeptAnswer("image/png", Buffer.buffer(text));
    }

    private double bytes() {
        return meters.get("webqx.cache.bytes").gauge().value();
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .count();
        }
    }
}
