package health.webqx.imaging.bench;

import health.webqx.imaging.PackagedServer;
import health.webqx.imaging.pacs.OrthancProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * What an archive's images cost by way of this server: a real Orthanc asked directly, through nginx where that is installed
 * ({@code bench.nginx} names the program), and through us with decision and audit, one after the other for each case. Orthanc is
 * started here, and filled with a series and a cine.
 */
public final class ProxyBenchmark {
    private static final String BASIC = "Basic "
            + Base64.getEncoder()
                    .encodeToString(
                            (OrthancProcess.USER + ":" + OrthancProcess.PASSWORD).getBytes(StandardCharsets.UTF_8));

    private final Settings settings = Settings.ofSystemProperties();
    private final ProxyStudy study;
    private final Map<String, Side> sides = new LinkedHashMap<>();

    /** One way to the images. */
    private record Side(String base, String authorization) {}

    private ProxyBenchmark(ProxyStudy study) {
        this.study = study;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("webqx-proxy-bench");
        ProxyStudy study = ProxyStudy.written(
                folder.resolve("study"),
                Integer.getInteger("bench.slices", 600),
                Integer.getInteger("bench.frames", 200));
        try (OrthancProcess orthanc = OrthancProcess.start(folder.resolve("orthanc"))) {
            for (Path file : study.files()) {
                orthanc.upload(file);
            }
            Map<String, String> environment = new HashMap<>(Map.of(
                    "WEBQX_PACS_SAMPLES_ENABLED",
                    "false",
                    "ORTHANC_URL",
                    "http://localhost",
                    "ORTHANC_PORT",
                    String.valueOf(orthanc.port()),
                    "ORTHANC_USERNAME",
                    OrthancProcess.USER,
                    "ORTHANC_PASSWORD",
                    OrthancProcess.PASSWORD));
            environment.put("JDK_JAVA_OPTIONS", System.getProperty("bench.java-options", "-Xmx256m"));
            try (PackagedServer server = PackagedServer.demo(folder.resolve("server"), environment)) {
                ProxyBenchmark benchmark = new ProxyBenchmark(study);
                benchmark.sides.put("Orthanc", new Side(orthanc.url() + "/dicom-web", BASIC));
                Optional<Process> nginx = benchmark.nginx(folder.resolve("nginx"), orthanc.port());
                String token = server.token("system/*.rs", "&expires_in=86400");
                benchmark.sides.put("us", new Side(server.base() + "/dicomweb", "Bearer " + token));
                benchmark.run(new ServerProcess(server.pid()));
                nginx.ifPresent(Process::destroy);
            }
        }
    }

    private void run(ServerProcess us) {
        Awaitility.await()
                .atMost(java.time.Duration.ofMinutes(5))
                .ignoreExceptions()
                .until(() -> ready(study.series() + "/metadata") && ready(study.cine() + "/metadata"));
        System.out.printf(
                "%-36s %-8s %10s %9s %9s %9s %9s%n", "case", "way", "req/s", "MB/s", "p50 ms", "p95 ms", "RSS MiB");
        int callers = settings.connections();
        measure("one slice of " + study.sliceBytes() / 1000 + " kB", study.slice(), Map.of(), callers, us);
        measure("series metadata", study.series() + "/metadata", Map.of("Accept-Encoding", "gzip"), callers, us);
        measure("whole study", study.study(), Map.of(), 1, us);
        measure("frame of the cine, 25 at a time", study.cine() + "/frames/7", Map.of(), 25, us);
        sides.keySet().removeIf(side -> !side.equals("us"));
        String tag = Ask.header(
                sides.get("us").base() + study.series() + "/metadata",
                sides.get("us").authorization(),
                "ETag");
        measure("series metadata, 304", study.series() + "/metadata", Map.of("If-None-Match", tag), callers, us);
        measure("thumbnail", study.slice() + "/thumbnail", Map.of(), callers, us);
    }

    private boolean ready(String path) {
        Side us = sides.get("us");
        return us != null && Ask.status(us.base() + path, us.authorization()) == 200;
    }

    private void measure(String name, String path, Map<String, String> more, int callers, ServerProcess us) {
        if (!name.startsWith(settings.only())) {
            return;
        }
        sides.forEach((way, side) -> {
            Map<String, String> headers = new HashMap<>(more);
            headers.put("Authorization", side.authorization());
            Vertx vertx = Vertx.vertx();
            try (Connection connection = new Connection(vertx, side.base(), headers, callers)) {
                ClosedLoop loop = new ClosedLoop(vertx, connection, callers);
                Case each = new Case(name, random -> Call.get(side.base() + path));
                loop.run(each, settings.warmUpSeconds());
                long[] times = loop.run(each, settings.seconds());
                long bytes = Ask.bytes(side.base() + path, headers);
                System.out.printf(
                        "%-36s %-8s %10.1f %9.1f %9.2f %9.2f %9d%n",
                        name,
                        way,
                        times.length / (double) settings.seconds(),
                        bytes * (double) times.length / settings.seconds() / 1e6,
                        percentile(times, 50),
                        percentile(times, 95),
                        us.residentMib());
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        });
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    /** Started where it is named. */
    private Optional<Process> nginx(Path folder, int orthanc) throws IOException {
        String program = System.getProperty("bench.nginx", "");
        if (program.isBlank()) {
            return Optional.empty();
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.createDirectories(folder.resolve("temp"));
        Path settingsFile = Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off; worker_processes 2; pid %1$s/nginx.pid; error_log %1$s/error.log;
                events { worker_connections 512; }
                http {
                  access_log off; client_body_temp_path %1$s/temp; proxy_temp_path %1$s/temp;
                  fastcgi_temp_path %1$s/temp; uwsgi_temp_path %1$s/temp; scgi_temp_path %1$s/temp;
                  upstream pacs { server 127.0.0.1:%2$d; keepalive 32; }
                  server {
                    listen 127.0.0.1:%3$d;
                    location / { proxy_pass http://pacs; proxy_http_version 1.1; proxy_set_header Connection ""; }
                  }
                }
                """
                        .formatted(folder, orthanc, port));
        Process process = new ProcessBuilder(program, "-p", folder.toString(), "-c", settingsFile.toString())
                .inheritIO()
                .start();
        sides.put("nginx", new Side("http://127.0.0.1:" + port + "/dicom-web", BASIC));
        return Optional.of(process);
    }
}
