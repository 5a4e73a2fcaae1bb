package health.webqx.imaging.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.passing.Passing;
import health.webqx.imaging.passing.PassingMemory;
import health.webqx.imaging.sandbox.sample.SampleStudies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of an instance that is fetched once, held against the file itself. */
class KeptInstancesTest {
    private static final int PIECE = 64 * 1024;

    private static Path cine = Path.of("");

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger fetched = new AtomicInteger();

    @BeforeAll
    static void findTheCine() throws IOException {
        Path samples = Path.of("target/cache-samples").toAbsolutePath();
        SampleStudies.writeTo(samples);
        try (Stream<Path> all = Files.walk(samples)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (DicomFile.read(file).frameCount() > 1) {
                    cine = file;
                }
            }
        }
    }

    @AfterEach
    void stop() {
        vertx.closeAndAwait();
    }

    @Test
    void fetchesAnInstanceOnceForAllItsFrames() throws IOException {
        KeptInstances kept = kept(1 << 30);
        DicomFile file = DicomFile.read(cine);
        List<CompletableFuture<byte[]>> frames = IntStream.rangeClosed(1, 25)
                .mapToObj(number -> frame(kept, number).toUni().subscribeAsCompletionStage())
                .toList();

        for (int number = 1; number <= 25; number++) {
            assertThat(frames.get(number - 1).join())
                    .isEqualTo(file.frame(number).bytes());
        }
        assertThat(frame(kept, 30).toUni().await().atMost(Duration.ofSeconds(20)))
                .isEqualTo(file.frame(30).bytes());
        assertThat(fetched).hasValue(1);
        assertThat(kept.has("cine")).isTrue();
    }

    @Test
    void fetchesAnInstanceAgainWhoseFileIsGone() throws IOException {
        KeptInstances kept = kept(1 << 30);
        byte[] before = frame(kept, 1).toUni().await().atMost(Duration.ofSeconds(20));
        HeldFile file = kept.take("cine").orElseThrow();
        Files.delete(file.path());
        file.release();

        assertThat(frame(kept, 1).toUni().await().atMost(Duration.ofSeconds(20)))
                .isEqualTo(before);
        assertThat(fetched).hasValue(2);
    }

    @Test
    void laysNothingDownThatIsTooLarge() throws IOException {
        KeptInstances kept = kept(Files.size(cine));
        byte[] otherwise = frame(kept, 1).toUni().await().atMost(Duration.ofSeconds(20));

        assertThat(otherwise).isEmpty();
        Awaitility.await().until(() -> files() == 0);
        assertThat(kept.has("cine")).isFalse();
    }

    @Test
    void leavesAFileToWhoIsReadingItWhenItIsToGo() throws IOException {
        KeptInstances kept = kept(Files.size(cine) * 4);
        CompletableFuture<Boolean> reading = new CompletableFuture<>();
        CompletableFuture<byte[]> slow = kept.read(
                        "cine",
                        KeptInstancesTest::content,
                        file -> Multi.createFrom().completionStage(reading).map(ready -> bytes(file, 1)),
                        () -> Multi.createFrom().<byte[]>empty())
                .toUni()
                .subscribeAsCompletionStage();
        Awaitility.await().until(() -> kept.has("cine"));
        for (int other = 0; other < 5; other++) {
            kept.read(
                            "other " + other,
                            KeptInstancesTest::content,
                            file -> Multi.createFrom().item(() -> bytes(file, 1)),
                            () -> Multi.createFrom().<byte[]>empty())
                    .toUni()
                    .await()
                    .atMost(Duration.ofSeconds(20));
        }
        assertThat(kept.has("cine")).isFalse();
        reading.complete(true);

        assertThat(slow.join()).isEqualTo(DicomFile.read(cine).frame(1).bytes());
        Awaitility.await().until(() -> files() == 4);
    }

    @Test
    void keepsNothingOfAnInstanceThatBreaksOff() {
        KeptInstances kept = kept(1 << 30);
        Multi<byte[]> broken = kept.read(
                "cine",
                () -> content().select().first(2),
                file -> Multi.createFrom().item(() -> bytes(file, 1)),
                () -> Multi.createFrom().empty());

        assertThatThrownBy(() -> broken.toUni().await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(Failure.class);
        Awaitility.await().until(() -> files() == 0);
        assertThat(frame(kept, 2).toUni().await().atMost(Duration.ofSeconds(20)))
                .isNotEmpty();
    }

    @Test
    void asksTheArchiveAsIfNothingWereKeptWhereTheDiskIsFull() {
        Bounds bounds = new Bounds(folder, 0, 1 << 30);
        FullDisk full = new FullDisk(bounds, folder);
        KeptInstances kept = new KeptInstances(bounds, full, vertx, new SimpleMeterRegistry());

        assertThat(frame(kept, 1).toUni().await().atMost(Duration.ofSeconds(20)))
                .isEmpty();
        assertThat(full.made).hasValue(1);
        assertThat(Files.notExists(full.file, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(kept.has("cine")).isFalse();
    }

    @Test
    void keepsAnInstanceAsItPasses() throws IOException {
        KeptInstances kept = kept(1 << 30);

        assertThat(passed(kept.passing("cine", OptionalLong.empty(), content())))
                .isEqualTo(Files.readAllBytes(cine));
        Awaitility.await().until(() -> kept.has("cine"));
        HeldFile file = kept.take("cine").orElseThrow();
        assertThat(Files.readAllBytes(file.path())).isEqualTo(Files.readAllBytes(cine));
        assertThat(file.size()).isEqualTo(Files.size(cine));
        assertThat(file.description().await().indefinitely().file().frameCount())
                .isEqualTo(DicomFile.read(cine).frameCount());
        assertThat(frame(kept, 3).toUni().await().atMost(Duration.ofSeconds(20)))
                .isEqualTo(DicomFile.read(cine).frame(3).bytes());
        assertThat(fetched).hasValue(0);
    }

    /** The memory that a piece lay in is somebody else's as soon as it is sent. */
    @Test
    void keepsAnInstanceThatPassesInMemoryUsedAgain() throws IOException {
        KeptInstances kept = kept(1 << 30);
        PassingMemory memory = PassingMemory.before(PooledByteBufAllocator.DEFAULT);
        byte[] others = new byte[PIECE];

        kept.passing("cine", OptionalLong.empty(), lent(memory))
                .invoke(Passing::letGo)
                .invoke(sent -> Passing.letGo(lent(memory, others)))
                .collect()
                .last()
                .await()
                .atMost(Duration.ofSeconds(20));

        Awaitility.await().until(() -> kept.has("cine"));
        HeldFile file = kept.take("cine").orElseThrow();
        assertThat(Files.readAllBytes(file.path())).isEqualTo(Files.readAllBytes(cine));
        assertThat(memory.underWay()).isZero();
    }

    @Test
    void letsGoOfWhatIsLaidDown() throws IOException {
        KeptInstances kept = kept(1 << 30);
        PassingMemory memory = PassingMemory.before(PooledByteBufAllocator.DEFAULT);

        byte[] frame = kept.read(
                        "cine",
                        () -> lent(memory),
                        file -> Multi.createFrom().item(() -> bytes(file, 3)),
                        () -> Multi.createFrom().item(new byte[0]))
                .toUni()
                .await()
                .atMost(Duration.ofSeconds(20));

        assertThat(frame).isEqualTo(DicomFile.read(cine).frame(3).bytes());
        assertThat(memory.underWay()).isZero();
    }

    private static Multi<Buffer> lent(PassingMemory memory) {
        return content().map(piece -> lent(memory, piece.getBytes()));
    }

    private static Buffer lent(PassingMemory memory, byte[] bytes) {
        return Buffer.buffer(memory.directBuffer(PassingMemory.PIECE).writeBytes(bytes));
    }

    @Test
    void keepsOneOfThoseThatPassAtTheSameTime() throws IOException {
        KeptInstances kept = kept(1 << 30);
        Multi<Buffer> first = kept.passing("cine", OptionalLong.empty(), content());
        CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        CompletableFuture<Long> slow = first.onItem()
                .call(piece -> Uni.createFrom().completionStage(goOn))
                .collect()
                .with(Collectors.counting())
                .subscribeAsCompletionStage();
        Awaitility.await().until(() -> files() == 1);

        assertThat(passed(kept.passing("cine", OptionalLong.empty(), content())))
                .isEqualTo(Files.readAllBytes(cine));
        assertThat(files()).isEqualTo(1);
        goOn.complete(true);
        assertThat(slow.join()).isPositive();
        Awaitility.await().until(() -> kept.has("cine"));
    }

    @Test
    void letsPassWhatItCannotKeep() throws IOException {
        KeptInstances small = kept(Files.size(cine));
        assertThat(passed(small.passing("cine", OptionalLong.empty(), content())))
                .isEqualTo(Files.readAllBytes(cine));
        Awaitility.await().until(() -> files() == 0);
        assertThat(small.has("cine")).isFalse();

        KeptInstances none = kept(0);
        assertThat(passed(none.passing("cine", OptionalLong.empty(), content())))
                .isEqualTo(Files.readAllBytes(cine));
        assertThat(none.has("cine")).isFalse();

        Bounds bounds = new Bounds(folder, 0, 1 << 30);
        FullDisk full = new FullDisk(bounds, folder);
        KeptInstances onFullDisk = new KeptInstances(bounds, full, vertx, new SimpleMeterRegistry());
        assertThat(passed(onFullDisk.passing("cine", OptionalLong.empty(), content())))
                .isEqualTo(Files.readAllBytes(cine));
        Awaitility.await().until(() -> Files.notExists(full.file, LinkOption.NOFOLLOW_LINKS));
        assertThat(onFullDisk.has("cine")).isFalse();
    }

    @Test
    void letsGoOfWhatBecameTooLargeWhileTheRestPasses() throws IOException {
        KeptInstances small = kept(Files.size(cine));
        long half = Files.size(cine) / 2;
        CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        List<Buffer> passed = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> slow = small.passing("cine", OptionalLong.empty(), content())
                .onItem()
                .call(piece -> {
                    passed.add(piece);
                    long bytes = passed.stream().mapToLong(Buffer::length).sum();
                    return Uni.createFrom()
                            .completionStage(bytes > half ? goOn : CompletableFuture.completedFuture(true));
                })
                .collect()
                .last()
                .replaceWithVoid()
                .subscribeAsCompletionStage();

        Awaitility.await()
                .until(() -> passed.stream().mapToLong(Buffer::length).sum() > Files.size(cine) / 2 && files() == 0);
        goOn.complete(true);
        slow.join();
        assertThat(passed.stream().mapToLong(Buffer::length).sum()).isEqualTo(Files.size(cine));
    }

    @Test
    void writesNothingOfWhatIsKnownToBeTooLarge() throws IOException {
        KeptInstances small = kept(Files.size(cine));
        Multi<Buffer> content = content();

        assertThat(small.passing("cine", OptionalLong.of(Files.size(cine)), content))
                .isSameAs(content);
    }

    @Test
    void keepsNothingThatDidNotPassWhole() throws IOException {
        KeptInstances kept = kept(1 << 30);
        Multi<Buffer> breaking = Multi.createBy()
                .concatenating()
                .streams(
                        content().select().first(2),
                        Multi.createFrom().failure(Failure.of(FailureKind.BAD_GATEWAY, "the archive broke off")));

        assertThatThrownBy(() -> passed(kept.passing("cine", OptionalLong.empty(), breaking)))
                .isInstanceOf(Failure.class);
        kept.passing("cine", OptionalLong.empty(), content())
                .select()
                .first(2)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofSeconds(20));
        passed(kept.passing("cine", OptionalLong.empty(), content().select().first(2)));

        Awaitility.await().until(() -> files() == 0);
        assertThat(kept.has("cine")).isFalse();
        passed(kept.passing("cine", OptionalLong.empty(), content()));
        Awaitility.await().until(() -> kept.has("cine"));
    }

    private static byte[] passed(Multi<Buffer> content) {
        return content.collect()
                .in(Buffer::buffer, Buffer::appendBuffer)
                .await()
                .atMost(Duration.ofSeconds(20))
                .getBytes();
    }

    private KeptInstances kept(long bytes) {
        Bounds bounds = new Bounds(folder, 0, bytes);
        return new KeptInstances(bounds, new CacheFolder(bounds, folder), vertx, new SimpleMeterRegistry());
    }

    private Multi<byte[]> frame(KeptInstances kept, int number) {
        return kept.read(
                "cine",
                () -> {
                    fetched.incrementAndGet();
                    return content();
                },
                file -> Multi.createFrom().item(() -> bytes(file, number)),
                () -> Multi.createFrom().item(new byte[0]));
    }

    private static byte[] bytes(DicomFile file, int number) {
        try {
            return file.frame(number).bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Multi<Buffer> content() {
        try {
            Buffer all = Buffer.buffer(Files.readAllBytes(cine));
            return Multi.createFrom()
                    .range(0, (all.length() + PIECE - 1) / PIECE)
                    .map(i -> all.slice(i * PIECE, Math.min(all.length(), (i + 1) * PIECE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .count();
        }
    }
}
