package health.webqx.imaging.bench;

import health.webqx.imaging.PackagedServer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Loads the population, runs every case, and prints one line for each. */
public final class Benchmark implements AutoCloseable {
    private final Settings settings;
    private final Vertx vertx = Vertx.vertx();
    private final Connection connection;
    private final Optional<ServerProcess> process;

    private Benchmark(Settings settings, String base, Optional<String> token, Optional<Long> pid) {
        this.settings = settings;
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/fhir+json"));
        token.ifPresent(bearer -> headers.put("Authorization", "Bearer " + bearer));
        this.connection = new Connection(vertx, base, headers, settings.connections());
        this.process = pid.map(ServerProcess::new);
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.ofSystemProperties();
        if (settings.base().isPresent()) {
            try (Benchmark benchmark =
                    new Benchmark(settings, settings.base().get(), settings.token(), settings.pid())) {
                benchmark.run();
            }
            return;
        }
        Path folder = Files.createTempDirectory("webqx-bench");
        try {
            measureOwn(settings, folder);
        } finally {
            ScratchFolder.delete(folder);
        }
    }

    /** A server of this build, started for it. */
    private static void measureOwn(Settings settings, Path folder) throws Exception {
        String javaOptions = settings.javaOptions() + " " + ClassArchive.option(settings.javaOptions());
        long started = System.nanoTime();
        try (PackagedServer server = PackagedServer.demo(
                folder, Map.of("WEBQX_PACS_SAMPLES_ENABLED", "false", "JDK_JAVA_OPTIONS", javaOptions))) {
            System.out.printf("ready after %.1f s%n", (System.nanoTime() - started) / 1e9);
            String token = server.token("system/*.cruds", "&expires_in=86400");
            try (Benchmark benchmark =
                    new Benchmark(settings, server.base() + "/fhir", Optional.of(token), Optional.of(server.pid()))) {
                benchmark.run();
            }
        }
    }

    private void run() {
        if (settings.load()) {
            load();
        }
        System.out.printf(
                "%n%-44s %10s %9s %9s %12s %9s%n", "case", "req/s", "p50 ms", "p99 ms", "CPU ms/req", "RSS MiB");
        for (Case each : cases()) {
            if (each.name().startsWith(settings.only())) {
                measure(each);
            }
        }
    }

    private void load() {
        Iterator<Call> loads = settings.population().loads();
        long started = System.nanoTime();
        List<CompletableFuture<Void>> loaders = new ArrayList<>();
        for (int i = 0; i < settings.connections(); i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            loaders.add(done);
            loadNext(loads, done);
        }
        loaders.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - started) / 1e9;
        int resources =
                settings.population().patients() * (1 + settings.population().studies());
        System.out.printf("loaded %d resources in %.1f s (%.0f/s)%n", resources, seconds, resources / seconds);
    }

    private void loadNext(Iterator<Call> loads, CompletableFuture<Void> done) {
        Call load;
        synchronized (loads) {
            if (!loads.hasNext()) {
                done.complete(null);
                return;
            }
            load = loads.next();
        }
        connection.send(load).onFailure(done::completeExceptionally).onSuccess(body -> loadNext(loads, done));
    }

    private List<Case> cases() {
        Population people = settings.population();
        List<Case> cases = new ArrayList<>(List.of(
                new Case("read Patient", random -> Call.get("Patient/" + people.anyPatient(random))),
                new Case("read ImagingStudy", random -> Call.get("ImagingStudy/" + people.anyStudy(random))),
                new Case(
                        "search ImagingStudy?patient=",
                        random -> Call.get("ImagingStudy?patient=" + people.anyPatient(random))),
                new Case(
                        "search ?patient= with _include",
                        random -> Call.get("ImagingStudy?patient=" + people.anyPatient(random)
                                + "&_include=ImagingStudy:subject")),
                new Case(
                        "search ImagingStudy?identifier=",
                        random -> Call.get(
                                "ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + people.anyStudyUid(random))),
                new Case(
                        "search modality + started + _sort, 20 rows",
                        random -> Call.get("ImagingStudy?modality=" + Population.anyModality(random) + "&started=ge"
                                + Population.anyDay(random) + "&_sort=-started&_count=20")),
                new Case("search Patient?family=", random -> Call.get("Patient?family=kel&_count=20"))));
        pages(cases);
        cases.add(new Case("create ImagingStudy", people::create));
        cases.add(new Case("transaction of 100 creates", people::transaction));
        return cases;
    }

    /** The first page's successor and one deep in the same search, by the server's own links. */
    private void pages(List<Case> cases) {
        if (!"page".startsWith(settings.only()) && !settings.only().startsWith("page")) {
            return;
        }
        Optional<String> link = next(Call.get("ImagingStudy?_count=10"));
        Optional<String> deep = link;
        int page = 2;
        while (page < settings.deepPage() && deep.isPresent()) {
            Optional<String> further = next(Call.get(deep.get()));
            if (further.isEmpty()) {
                break;
            }
            deep = further;
            page++;
        }
        String name = "page " + page + " of a search, 10 rows";
        link.ifPresent(address -> cases.add(new Case("page 2 of a search, 10 rows", random -> Call.get(address))));
        deep.ifPresent(address -> cases.add(new Case(name, random -> Call.get(address))));
    }

    private Optional<String> next(Call call) {
        Buffer body =
                connection.send(call).toCompletionStage().toCompletableFuture().join();
        return new JsonObject(body)
                .getJsonArray("link").stream()
                        .map(JsonObject.class::cast)
                        .filter(link -> "next".equals(link.getString("relation")))
                        .map(link -> link.getString("url"))
                        .findFirst();
    }

    private void measure(Case each) {
        pause();
        ClosedLoop loop = new ClosedLoop(vertx, connection, settings.connections());
        loop.run(each, settings.warmUpSeconds());
        long cpu = process.map(ServerProcess::cpuNanos).orElse(0L);
        long[] times = loop.run(each, settings.seconds());
        double cpuMs = (process.map(ServerProcess::cpuNanos).orElse(0L) - cpu) / 1e6 / Math.max(1, times.length);
        System.out.printf(
                "%-44s %10.1f %9.2f %9.2f %12.2f %9d%n",
                each.name(),
                times.length / (double) settings.seconds(),
                percentile(times, 50),
                percentile(times, 99),
                cpuMs,
                process.map(ServerProcess::residentMib).orElse(0L));
    }

    private void pause() {
        Duration pause = Duration.ofSeconds(settings.pauseSeconds());
        process.ifPresentOrElse(server -> server.awaitIdle(pause), () -> ServerProcess.sleep(pause));
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    @Override
    public void close() {
        connection.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
