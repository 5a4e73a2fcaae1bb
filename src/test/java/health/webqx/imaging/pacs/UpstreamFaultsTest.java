package health.webqx.imaging.pacs;

import static health.webqx.imaging.pacs.PacsConnectorContract.await;
import static health.webqx.imaging.pacs.PacsConnectorContract.awaitThat;
import static health.webqx.imaging.pacs.PacsConnectorContract.fails;
import static health.webqx.imaging.pacs.PacsConnectorContract.whole;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.upstream.Incoming;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an archive's troubles cost this server: a bounded wait, a bounded number of calls, no connection for ever. */
@Timeout(60)
class UpstreamFaultsTest {
    private static final Duration TIMEOUT = Duration.ofMillis(600);
    private static final Duration PAUSE = Duration.ofMillis(700);
    private static final int FAILURES = 3;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Handler<HttpServerRequest>> behaviour = new AtomicReference<>();
    private HttpPeer peer;
    private Upstream upstream;

    @BeforeEach
    void start() {
        peer = HttpPeer.start(
                vertx, new HttpServerOptions(), request -> behaviour.get().handle(request));
        upstream = upstream(TIMEOUT, 8, 4);
        behaviour.set(request -> request.response().end("well"));
    }

    @AfterEach
    void stop() {
        upstream.close();
        peer.close();
        vertx.close();
    }

    private Upstream upstream(Duration timeout, int connections, int waiting) {
        return new Upstream(
                new PacsDefinition(
                        "frail",
                        PacsType.DICOMWEB,
                        "http://localhost:" + peer.port(),
                        new Credentials.Headers(Map.of()),
                        false,
                        Optional.empty(),
                        timeout,
                        connections,
                        Optional.empty(),
                        new PacsLimits(
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(20),
                                waiting,
                                1,
                                FAILURES,
                                PAUSE),
                        PacsTls.DEFAULT),
                vertx);
    }

    @Test
    void doesNotLetAnArchiveSpendASecondOnCompressingPixels() {
        await(upstream.get("/json", 100));
        await(upstream.bytes("/frame", 100));
        await(whole(upstream.pass("/file")));
        assertThat(peer.asked())
                .extracting(asked -> asked.headers().get("Accept-Encoding"))
                .satisfiesExactly(
                        json -> assertThat(json).contains("gzip"),
                        frame -> assertThat(frame).isEqualTo("identity"),
                        file -> assertThat(file).isEqualTo("identity"));
    }

    @Test
    void receivesAStudyOnAnotherEventLoopThanTheCallers() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        CompletableFuture<String> read = new CompletableFuture<>();
        vertx.runOnContext(here -> {
            caller.complete(Thread.currentThread());
            upstream.openStudy("/studies/1", "*/*")
                    .onItem()
                    .transformToMulti(Incoming::content)
                    .onItem()
                    .invoke(piece -> threads.add(Thread.currentThread()))
                    .collect()
                    .in(StringBuilder::new, (all, piece) -> all.append(piece))
                    .subscribe()
                    .with(all -> read.complete(all.toString()), read::completeExceptionally);
        });
        assertThat(read.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("well");
        assertThat(threads).isNotEmpty().doesNotContain(caller.join());
    }

    @Test
    void readsWhatAnArchiveCompressesUnasked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(packed)) {
            packing.write("well".getBytes(StandardCharsets.UTF_8));
        }
        behaviour.set(request ->
                request.response().putHeader("Content-Encoding", "gzip").end(Buffer.buffer(packed.toByteArray())));
        assertThat(await(whole(upstream.pass("/file")))).hasToString("well");
    }

    @Test
    void doesNotWaitForSilenceLongerThanItMay() {
        behaviour.set(request -> {});
        fails(upstream.get("/", 100), FailureKind.GATEWAY_TIMEOUT);
        fails(whole(upstream.pass("/")), FailureKind.GATEWAY_TIMEOUT);
        assertThat(upstream.condition().calls()).containsEntry("late", 2L);
        awaitThat(() -> assertThat(peer.open()).isZero());
    }

    @Test
    void takesADripForSilence() {
        behaviour.set(request -> drip(request.response().setChunked(true)));
        fails(upstream.get("/", 100_000), FailureKind.GATEWAY_TIMEOUT);
        fails(whole(upstream.pass("/")), FailureKind.GATEWAY_TIMEOUT);
        awaitThat(() -> assertThat(peer.open()).isZero());
    }

    private void drip(HttpServerResponse response) {
        if (!response.closed()) {
            response.write("x");
            vertx.setTimer(20, id -> drip(response));
        }
    }

    @Test
    void doesNotTakeASlowReaderForASlowArchive() {
        byte[] much = new byte[4 << 20];
        behaviour.set(request -> request.response().end(Buffer.buffer(much)));
        AtomicInteger pieces = new AtomicInteger();
        Buffer read = await(whole(upstream.pass("/").onItem().transformToUniAndConcatenate(piece -> {
            Uni<Buffer> same = Uni.createFrom().item(piece);
            return pieces.incrementAndGet() == 2 ? same.onItem().delayIt().by(TIMEOUT.multipliedBy(3)) : same;
        })));
        assertThat(read.length()).isEqualTo(much.length);
    }

    @Test
    void leavesAnArchiveAloneThatFailsAndFindsItAgain() {
        behaviour.set(request -> request.response().setStatusCode(500).end());
        for (int i = 0; i < FAILURES; i++) {
            fails(upstream.get("/", 100), FailureKind.BAD_GATEWAY);
        }
        int asked = peer.asked().size();
        fails(upstream.get("/", 100), FailureKind.UNAVAILABLE);
        fails(whole(upstream.pass("/")), FailureKind.UNAVAILABLE);
        assertThat(peer.asked()).hasSize(asked);
        assertThat(upstream.condition().state()).isEqualTo(PacsCondition.State.LEFT_ALONE);
        behaviour.set(request -> request.response().end("well"));
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> await(upstream.get("/", 100)).toString().equals("well"));
        assertThat(upstream.condition().state()).isEqualTo(PacsCondition.State.UP);
    }

    @Test
    void findsAnArchiveAgainThatWasStarted() {
        peer.stop();
        for (int i = 0; i < FAILURES; i++) {
            fails(upstream.get("/", 100), FailureKind.UNAVAILABLE);
        }
        peer.restart(new HttpServerOptions());
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> await(upstream.get("/", 100)).toString().equals("well"));
    }

    @Test
    void asksAgainWhereAnArchiveCannotJustNow() {
        AtomicInteger times = new AtomicInteger();
        behaviour.set(request -> request.response()
                .setStatusCode(times.getAndIncrement() == 0 ? 503 : 200)
                .end("well"));
        assertThat(await(upstream.get("/", 100)).toString()).isEqualTo("well");
        assertThat(upstream.condition().retries()).isEqualTo(1);
        times.set(0);
        assertThat(await(whole(upstream.pass("/"))).toString()).isEqualTo("well");
    }

    @Test
    void doesNotTakeAnAnswerForAFailure() {
        behaviour.set(request -> request.response().setStatusCode(404).end());
        for (int i = 0; i < FAILURES + 2; i++) {
            fails(upstream.get("/", 100), FailureKind.NOT_FOUND);
        }
        assertThat(upstream.condition().state()).isEqualTo(PacsCondition.State.UP);
    }

    @Test
    void letsNoMoreWaitThanItMay() {
        behaviour.set(request -> {});
        try (Upstream narrow = upstream(Duration.ofMinutes(5), 2, 1)) {
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            List<Cancellable> waiting = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                waiting.add(narrow.get("/", 100).subscribe().with(done -> {}, failures::add));
            }
            awaitThat(() -> assertThat(failures)
                    .hasSizeBetween(3, 5) // a call waits, too, while its connection is made
                    .allMatch(failure -> failure instanceof Failure known && known.kind() == FailureKind.UNAVAILABLE));
            awaitThat(() -> assertThat(peer.asked()).hasSize(1));
            assertThat(narrow.condition().calls()).containsEntry("refused", (long) failures.size());
            assertThat(narrow.condition().state()).isNotEqualTo(PacsCondition.State.LEFT_ALONE);
            waiting.forEach(Cancellable::cancel);
        }
    }

    @Test
    void letsGoOfTheConnectionOfWhoeverLeaves() {
        behaviour.set(request -> request.response().setChunked(true).write(Buffer.buffer(new byte[100_000])));
        Cancellable reader = upstream.pass("/").subscribe().with(piece -> {}, failure -> {});
        awaitThat(() -> assertThat(peer.open()).isEqualTo(1));
        reader.cancel();
        awaitThat(() -> assertThat(peer.open()).isZero());
        assertThat(upstream.condition().underWay()).isZero();
        assertThat(upstream.condition().calls()).containsEntry("left", 1L);
    }

    @Test
    void letsGoOfAnAnswerNobodyAsksFor() {
        behaviour.set(request -> request.response().end(Buffer.buffer(new byte[1 << 20])));
        await(upstream.open("/", "*/*"));
        awaitThat(() -> assertThat(peer.open()).isZero());
        assertThat(upstream.condition().underWay()).isZero();
    }

    @Test
    void doesNotReadMoreThanItIsReadyFor() {
        behaviour.set(request -> request.response().end(Buffer.buffer(new byte[2000])));
        fails(upstream.get("/", 1000), FailureKind.BAD_GATEWAY);
    }
}
