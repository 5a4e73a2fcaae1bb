package health.webqx.imaging.bench;

import health.webqx.imaging.PackagedServer;
import health.webqx.imaging.pacs.OrthancProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * What an archive's images cost by way of this server: an archive asked directly, through nginx where {@code bench.nginx} names that
 * program, as it comes and tuned, and through us with decision and audit, one after the other for each case. An instance that is asked for again is kept by us; what
 * one costs that is not is told, too. The archives are a {@link StaticArchive} and a
 * real Orthanc; those are started that the cases of {@code bench.only} need.
 */
public final class ProxyBenchmark implements AutoCloseable {
    private static final String BASIC = "Basic "
            + Base64.getEncoder()
                    .encodeToString(
                            (OrthancProcess.USER + ":" + OrthancProcess.PASSWORD).getBytes(StandardCharsets.UTF_8));
    private static final int SLICES_OF_158_MB = 300;
    private static final int FRAMES_AT_ONCE = 25;

    /** In seconds; from the first on AuditEvents are made beside callers. */
    private static final int MINUTES = 120;

    /** Through a server of ours that keeps no instances. */
    private static final String PASSING = "passing";

    /** Through nginx with nothing set but where to. */
    private static final String DEFAULT = "default";

    private static final String US = "us";

    private static final Map<String, String> ZIPPED = Map.of("Accept-Encoding", "gzip");

    private final Settings settings = Settings.ofSystemProperties();
    private final int callers = Integer.getInteger("bench.connections", 8);
    private final Path folder;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Map<String, Way> toStatic = new LinkedHashMap<>();
    private final Map<String, Way> toOrthanc = new LinkedHashMap<>();

    /** How our server finds an archive; one at a time, for both have studies of the same UIDs. */
    private final Map<String, String> beforeStatic = new HashMap<>();

    private final Map<String, String> beforeOrthanc = new HashMap<>();

    private Optional<ServerProcess> passing = Optional.empty();

    /** One way to an archive's images. */
    private record Way(String base, Map<String, String> headers) {
        Way(String base, String authorization) {
            this(base, Map.of("Authorization", authorization));
        }
    }

    /** What is asked for again and again, by so many at once, and for how long before it counts. */
    private record Load(String name, String path, Map<String, String> headers, int callers, int warmUpSeconds) {}

    private ProxyBenchmark(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("webqx-proxy-bench");
        try (ProxyBenchmark benchmark = new ProxyBenchmark(folder)) {
            benchmark.run();
        }
    }

    private void run() throws Exception {
        boolean fixed = wants("static");
        boolean real = wants("orthanc") || wants("kept");
        if (fixed) {
            startStatic();
        }
        if (real) {
            startOrthanc(Integer.getInteger("bench.slices", 600), Integer.getInteger("bench.frames", 200));
        }
        startNginx();
        System.out.printf(
                "%-44s %-8s %10s %9s %9s %9s %10s %9s%n",
                "case", "way", "req/s", "MB/s", "p50 ms", "p95 ms", "our CPU ms", "RSS MiB");
        if (fixed) {
            try (PackagedServer server = server("before-static", beforeStatic)) {
                toStatic.put(US, us(server));
                ServerProcess process = new ServerProcess(server.pid());
                measureInstances(process);
                measureStudies(process, new LiveHeap(server.pid()));
            }
        }
        if (real) {
            try (PackagedServer server = server("before-orthanc", beforeOrthanc)) {
                toOrthanc.put(US, us(server));
                ServerProcess process = new ServerProcess(server.pid());
                measureOrthanc(process);
                measureKept(toOrthanc.get(US), process);
            }
        }
    }

    private PackagedServer server(String name, Map<String, String> archive) throws Exception {
        Map<String, String> environment = new HashMap<>(archive);
        environment.put("WEBQX_PACS_SAMPLES_ENABLED", "false");
        environment.put("JDK_JAVA_OPTIONS", settings.javaOptions());
        return PackagedServer.demo(folder.resolve(name), environment);
    }

    private static Way us(PackagedServer server) throws Exception {
        return new Way(server.base() + "/dicomweb", "Bearer " + server.token("system/*.rs", "&expires_in=86400"));
    }

    private void startStatic() throws IOException {
        ProxyStudy study = ProxyStudy.written(folder.resolve("static"), SLICES_OF_158_MB, 1);
        StaticArchive archive =
                started(new StaticArchive(folder.resolve("answers"), study, List.of(ProxyStudy.CT, ProxyStudy.SMALL)));
        toStatic.put("direct", new Way(archive.url(), Map.of()));
        beforeStatic.put("WEBQX_PACS_STATIC_TYPE", "dicomweb");
        beforeStatic.put("WEBQX_PACS_STATIC_URL", archive.url());
    }

    private void startOrthanc(int slices, int frames) throws Exception {
        OrthancProcess orthanc = started(OrthancProcess.start(folder.resolve("orthanc")));
        for (ProxyStudy.Image image :
                ProxyStudy.written(folder.resolve("images"), slices, frames).images()) {
            orthanc.upload(image.file());
        }
        toOrthanc.put("direct", new Way(orthanc.url() + "/dicom-web", BASIC));
        beforeOrthanc.put("ORTHANC_URL", "http://localhost");
        beforeOrthanc.put("ORTHANC_PORT", String.valueOf(orthanc.port()));
        beforeOrthanc.put("ORTHANC_USERNAME", OrthancProcess.USER);
        beforeOrthanc.put("ORTHANC_PASSWORD", OrthancProcess.PASSWORD);
    }

    private void startNginx() throws IOException {
        String program = System.getProperty("bench.nginx", "");
        if (program.isBlank()) {
            return;
        }
        Map<String, String> upstreams = new LinkedHashMap<>();
        toStatic.values().forEach(way -> upstreams.put("static", way.base()));
        toOrthanc.values().forEach(way -> upstreams.put("orthanc", way.base().replace("/dicom-web", "")));
        NginxProcess nginx = started(NginxProcess.start(program, folder.resolve("nginx"), upstreams));
        if (!toStatic.isEmpty()) {
            toStatic.put("nginx", new Way(nginx.tuned("static"), Map.of()));
            toStatic.put(DEFAULT, new Way(nginx.asItComes("static"), Map.of()));
        }
        if (!toOrthanc.isEmpty()) {
            toOrthanc.put("nginx", new Way(nginx.tuned("orthanc") + "/dicom-web", BASIC));
            toOrthanc.put(DEFAULT, new Way(nginx.asItComes("orthanc") + "/dicom-web", BASIC));
        }
    }

    /** Of an instance that is asked for again and again, and of one that is not kept. */
    private void measureInstances(ServerProcess us) throws Exception {
        if (!wants("static: instance")) {
            return;
        }
        Map<String, String> keepingNone = new HashMap<>(beforeStatic);
        keepingNone.put("WEBQX_CACHE_INSTANCES", "0");
        try (PackagedServer other = server("passing", keepingNone)) {
            passing = Optional.of(new ServerProcess(other.pid()));
            Map<String, Way> ways = new LinkedHashMap<>(toStatic);
            ways.put(PASSING, us(other));
            await(ways, ProxyStudy.instance(ProxyStudy.CT), ProxyStudy.instance(ProxyStudy.SMALL));
            measure("static: instance of 1.2 kB", ways, ProxyStudy.instance(ProxyStudy.SMALL), Map.of(), callers, us);
            measure("static: instance of 526 kB", ways, ProxyStudy.instance(ProxyStudy.CT), Map.of(), callers, us);
            passing = Optional.empty();
        }
        measure(
                new Load(
                        "static: instance of 1.2 kB, for minutes",
                        ProxyStudy.instance(ProxyStudy.SMALL),
                        Map.of(),
                        callers,
                        MINUTES),
                Map.of(US, toStatic.get(US)),
                us);
    }

    /** AuditEvents of what was noted are made by then, and not in the next case's time. */
    private void rest(ServerProcess us) {
        us.awaitIdle(Duration.ofSeconds(settings.pauseSeconds()));
        passing.ifPresent(other -> other.awaitIdle(Duration.ofSeconds(settings.pauseSeconds())));
    }

    private void measureStudies(ServerProcess us, LiveHeap heap) {
        String study = ProxyStudy.study(ProxyStudy.CT);
        await(toStatic, ProxyStudy.instance(ProxyStudy.CT));
        measure("static: study of 158 MB", toStatic, study, Map.of(), 1, us);
        measure("static: study of 158 MB, 8 at a time", toStatic, study, Map.of(), 8, us);
        String growth = "static: heap, study of 158 MB, 8 at a time";
        if (growth.startsWith(settings.only())) {
            loop(toStatic.get(US), Map.of(), 8, (loop, connection) -> {
                Case each = new Case(growth, random -> Call.get(toStatic.get(US).base() + study));
                loop.run(each, settings.warmUpSeconds());
                long before = heap.mib();
                long most = heap.most(() -> loop.run(each, settings.seconds()));
                System.out.printf("%-44s %-8s %d MiB, at most %d MiB more%n", growth, US, before, most - before);
            });
        }
    }

    private void measureOrthanc(ServerProcess us) {
        await(
                toOrthanc,
                ProxyStudy.series(ProxyStudy.CT) + "/metadata",
                ProxyStudy.instance(ProxyStudy.CINE) + "/metadata");
        measure("orthanc: instance of 526 kB", toOrthanc, ProxyStudy.instance(ProxyStudy.CT), Map.of(), callers, us);
        measure("orthanc: study", toOrthanc, ProxyStudy.study(ProxyStudy.CT), Map.of(), 1, us);
        measure("orthanc: metadata", toOrthanc, ProxyStudy.series(ProxyStudy.CT) + "/metadata", ZIPPED, 1, us);
        for (String turn : List.of("first", "again")) {
            String name = "orthanc: 25 frames of a cine at once, " + turn;
            if (name.startsWith(settings.only())) {
                toOrthanc.forEach((way, to) -> loop(to, Map.of(), FRAMES_AT_ONCE, (loop, connection) -> {
                    rest(us);
                    AtomicInteger frame = new AtomicInteger();
                    String slice = to.base() + ProxyStudy.instance(ProxyStudy.CT) + "/frames/1";
                    loop.run(new Case("other frames", random -> Call.get(slice)), settings.warmUpSeconds());
                    String frames = to.base() + ProxyStudy.instance(ProxyStudy.CINE) + "/frames/";
                    long cpu = us.cpuNanos();
                    long begin = System.nanoTime();
                    long[] times = loop.once(new Case(name, random -> Call.get(frames + frame.incrementAndGet())));
                    print(name, way, times, (System.nanoTime() - begin) / 1e9, connection, us, cpu);
                }));
            }
        }
    }

    private void measureKept(Way us, ServerProcess process) {
        Map<String, Way> alone = Map.of(US, us);
        String metadata = ProxyStudy.series(ProxyStudy.CT) + "/metadata";
        await(alone, metadata);
        measure("kept: metadata", alone, metadata, ZIPPED, callers, process);
        measure(
                "kept: thumbnail",
                alone,
                ProxyStudy.instance(ProxyStudy.CT) + "/thumbnail",
                Map.of(),
                callers,
                process);
        // last, for Orthanc tells of a new study again when it is a minute old, and then it has another tag
        String tag = Ask.header(us.base() + metadata, us.headers(), "ETag");
        measure("kept: metadata, 304", alone, metadata, Map.of("If-None-Match", tag), 1, process);
    }

    private static void await(Map<String, Way> ways, String... paths) {
        for (Way way : ways.values()) {
            for (String path : paths) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(5))
                        .ignoreExceptions()
                        .until(() -> Ask.status(way.base() + path, way.headers()) == 200);
            }
        }
    }

    private void measure(
            String name, Map<String, Way> ways, String path, Map<String, String> more, int at, ServerProcess us) {
        measure(new Load(name, path, more, at, settings.warmUpSeconds()), ways, us);
    }

    private void measure(Load load, Map<String, Way> ways, ServerProcess us) {
        if (!load.name().startsWith(settings.only())) {
            return;
        }
        ways.forEach((way, to) -> loop(to, load.headers(), load.callers(), (loop, connection) -> {
            rest(us);
            ServerProcess ours = way.equals(PASSING) ? passing.orElse(us) : us;
            Case each = new Case(load.name(), random -> Call.get(to.base() + load.path()));
            loop.run(each, load.warmUpSeconds());
            long cpu = ours.cpuNanos();
            long[] times = loop.run(each, settings.seconds());
            print(load.name(), way, times, settings.seconds(), connection, ours, cpu);
        }));
    }

    private interface Measured {
        void by(ClosedLoop loop, Connection connection);
    }

    private static void loop(Way to, Map<String, String> more, int at, Measured measured) {
        Map<String, String> headers = new HashMap<>(to.headers());
        headers.putAll(more);
        Vertx vertx = Vertx.vertx();
        try (Connection connection = new Connection(vertx, to.base(), headers, at)) {
            measured.by(new ClosedLoop(vertx, connection, at), connection);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void print(
            String name,
            String way,
            long[] times,
            double seconds,
            Connection connection,
            ServerProcess us,
            long cpuBefore) {
        System.out.printf(
                "%-44s %-8s %10.1f %9.1f %9.2f %9.2f %10.2f %9d%n",
                name,
                way,
                times.length / seconds,
                connection.answerBytes() * times.length / seconds / 1e6,
                percentile(times, 50),
                percentile(times, 95),
                (us.cpuNanos() - cpuBefore) / 1e6 / Math.max(1, times.length),
                us.residentMib());
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    private boolean wants(String group) {
        return group.startsWith(settings.only()) || settings.only().startsWith(group);
    }

    private <T extends AutoCloseable> T started(T running) {
        started.push(running);
        return running;
    }

    /** All that was started ends, and what was written goes. */
    @Override
    public void close() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
        ScratchFolder.delete(folder);
    }
}
