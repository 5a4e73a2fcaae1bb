package health.webqx.imaging.pacs;

import static health.webqx.imaging.pacs.PacsConnectorContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.pacs.upstream.Incoming;
import health.webqx.imaging.pacs.upstream.MultipartParts;
import health.webqx.imaging.pacs.upstream.PulledStream;
import health.webqx.imaging.pacs.upstream.Upstream;
import health.webqx.imaging.passing.PassingMemory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many studies that pass at once, through memory that is used again and again: to fast readers, to slow ones and to some that
 * leave. Each byte of a study tells whose it is, and nobody is ever given one of somebody else's.
 */
@Timeout(120)
class PassingStudiesTest {
    private static final int STUDIES = 120;
    private static final int AT_ONCE = 12;
    private static final int PARTS = 3;
    /** More than a stream may have under way. */
    private static final int PART = 1_500_000;

    /** As the server has it: by another kind of connection nothing passes without a copy. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

    private final List<String> strangers = new CopyOnWriteArrayList<>();
    private final AtomicInteger outsideTheHeap = new AtomicInteger();
    private HttpPeer archive;
    private Upstream upstream;
    private HttpServer server;
    private HttpClient client;

    @BeforeEach
    void start() {
        archive = HttpPeer.start(vertx, new HttpServerOptions(), PassingStudiesTest::study);
        upstream = upstream(2 * AT_ONCE);
        server = joined(vertx.createHttpServer().requestHandler(this::pass).listen(0));
        client = vertx.createHttpClient();
    }

    private Upstream upstream(int connections) {
        return new Upstream(
                new PacsDefinition(
                        "busy",
                        PacsType.DICOMWEB,
                        "http://localhost:" + archive.port(),
                        new Credentials.Headers(Map.of()),
                        false,
                        Optional.empty(),
                        Duration.ofSeconds(30),
                        connections,
                        Optional.empty(),
                        PacsLimits.DEFAULT,
                        PacsTls.DEFAULT),
                vertx);
    }

    @AfterEach
    void stop() {
        upstream.close();
        archive.close();
        joined(vertx.close());
    }

    /** A connection is free when all has come, and what came last may be read later. */
    @Test
    void doNotLendTheirMemoryToTheNextAnswer() {
        try (Upstream alone = upstream(2)) {
            PulledStream readSlowly = PulledStream.of(
                    await(alone.openStudy("/studies/short", "*/*")).content());
            assertThat(await(readSlowly.next())).isPresent();

            List<Buffer> next = await(alone.open("/studies/short", "*/*")
                    .onItem()
                    .transformToMulti(Incoming::content)
                    .collect()
                    .asList());

            assertThat(next).isNotEmpty().noneMatch(PassingStudiesTest::isOutsideTheHeap);
            assertThat(await(readSlowly.next()))
                    .hasValueSatisfying(rest -> assertThat(rest).hasToString("the end"));
        }
    }

    /** Of studies with an even number the length is told, the others come in chunks. */
    private static void study(HttpServerRequest request) {
        if (request.path().endsWith("short")) {
            request.response().setChunked(true).write("the beginning");
            request.response().end("the end");
            return;
        }
        int number = number(request);
        byte[] content = new byte[PART];
        Arrays.fill(content, (byte) number);
        Buffer body = Buffer.buffer();
        for (int i = 0; i < PARTS; i++) {
            body.appendString("--b0\r\nContent-Type: application/dicom\r\n\r\n")
                    .appendBytes(content)
                    .appendString("\r\n");
        }
        body.appendString("--b0--\r\n");
        request.response().putHeader("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b0");
        if (number % 2 == 0) {
            request.response().end(body);
            return;
        }
        request.response().setChunked(true);
        for (int at = 0; at < body.length(); at += 50_000) {
            request.response().write(body.slice(at, Math.min(body.length(), at + 50_000)));
        }
        request.response().end();
    }

    private void pass(HttpServerRequest request) {
        StreamedAnswer.send(
                request.response(),
                upstream.openStudy("/studies/" + number(request), "*/*")
                        .onItem()
                        .transformToMulti(MultipartParts::of)
                        .onItem()
                        .transformToMultiAndConcatenate(MultipartParts.Part::content)
                        .onItem()
                        .invoke(this::count),
                why -> {});
    }

    private void count(Buffer piece) {
        if (isOutsideTheHeap(piece)) {
            outsideTheHeap.incrementAndGet();
        }
    }

    @SuppressWarnings("deprecation")
    private static boolean isOutsideTheHeap(Buffer piece) {
        return piece.getByteBuf().isDirect();
    }

    @Test
    void areNeverGivenToAnother() {
        Semaphore room = new Semaphore(AT_ONCE);
        List<Future<Integer>> asked = IntStream.range(0, STUDIES)
                .mapToObj(number -> {
                    room.acquireUninterruptibly();
                    return ask(number).onComplete(any -> room.release());
                })
                .toList();

        for (int number = 0; number < STUDIES; number++) {
            int read = joined(asked.get(number));
            if (!leaves(number)) {
                assertThat(read).as("study %d", number).isEqualTo(PARTS * PART);
            }
        }
        assertThat(strangers).isEmpty();
        assumeThat(vertx.isNativeTransportEnabled()).isTrue();
        assertThat(outsideTheHeap).hasValueGreaterThan(STUDIES);
    }

    /** What came for a reader who stands still and leaves is used again for others. */
    @Test
    void giveTheirMemoryBackWhenTheirReadersLeave() {
        assumeThat(vertx.isNativeTransportEnabled()).isTrue();
        int before = PassingMemory.held();
        leave(40);
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(PassingMemory.held())
                .isLessThan(before + 10));
    }

    private void leave(int times) {
        for (int i = 0; i < times; i++) {
            joined(client.request(HttpMethod.GET, server.actualPort(), "localhost", "/studies/8")
                    .flatMap(request -> request.send().flatMap(response -> {
                        response.pause();
                        vertx.setTimer(50, later -> request.reset());
                        return response.end().otherwiseEmpty();
                    })));
        }
    }

    /** How many bytes came. */
    private Future<Integer> ask(int number) {
        return client.request(HttpMethod.GET, server.actualPort(), "localhost", "/studies/" + number)
                .flatMap(request -> request.send().flatMap(response -> {
                    AtomicInteger read = new AtomicInteger();
                    return read(number, response, read)
                            .recover(left -> leaves(number) ? Future.succeededFuture() : Future.failedFuture(left))
                            .map(all -> read.get());
                }));
    }

    private Future<Void> read(int number, HttpClientResponse response, AtomicInteger read) {
        response.handler(piece -> {
            for (byte each : piece.getBytes()) {
                if (each != (byte) number) {
                    strangers.add(number + " was given a byte of " + each);
                    break;
                }
            }
            read.addAndGet(piece.length());
            if (leaves(number)) {
                response.request().reset();
            } else if (number % 5 == 0) {
                response.pause();
                vertx.setTimer(1, later -> response.resume());
            }
        });
        return response.end();
    }

    private static boolean leaves(int number) {
        return number % 7 == 0;
    }

    private static int number(HttpServerRequest request) {
        return Integer.parseInt(request.path().replace("/studies/", ""));
    }

    private static <T> T joined(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
