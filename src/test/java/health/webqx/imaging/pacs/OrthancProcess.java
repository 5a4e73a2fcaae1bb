package health.webqx.imaging.pacs;

import health.webqx.imaging.Peer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Orthanc with its DICOMweb plugin, in a folder of its own, that wants a password. */
public final class OrthancProcess implements AutoCloseable {
    public static final String USER = "webqx";
    public static final String PASSWORD = "a secret";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final int port;
    private Process process;

    private OrthancProcess(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /** Starts one; skips the test where there is no Orthanc. */
    public static OrthancProcess start(Path folder) throws IOException {
        Path plugin = Peer.requireFile("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
        int port = freePort();
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("orthanc.json"),
                """
                {"Name": "test", "HttpPort": %d, "DicomPort": %d, "DicomServerEnabled": false,
                 "StorageDirectory": "%s", "IndexDirectory": "%s", "RemoteAccessAllowed": true,
                 "AuthenticationEnabled": true, "RegisteredUsers": {"%s": "%s"}, "DefaultEncoding": "Utf8",
                 "Plugins": ["%s"], "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}}
                """
                        .formatted(
                                port,
                                freePort(),
                                folder.resolve("files"),
                                folder.resolve("index"),
                                USER,
                                PASSWORD,
                                plugin));
        OrthancProcess orthanc = new OrthancProcess(folder, port);
        orthanc.awaitReady();
        return orthanc;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /** Whether Orthanc took the file. */
    public boolean upload(Path file) throws IOException, InterruptedException {
        return send("/instances", HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofFile(file)))
                        .statusCode()
                == 200;
    }

    /** Deletes a study by its UID. */
    public void delete(String studyUid) throws IOException, InterruptedException {
        String found = send(
                        "/tools/lookup", HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(studyUid)))
                .body();
        String id = found.replaceFirst("(?s).*\"ID\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        send("/studies/" + id, HttpRequest.newBuilder().DELETE());
    }

    /** As when its machine fails. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Starts it anew on what it has stored. */
    public void restart() throws IOException {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            kill();
        }
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        Peer.require("Orthanc").toString(),
                        folder.resolve("orthanc.json").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("orthanc.log").toFile()))
                .start();
    }

    private void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(100))
                .until(() -> send("/system", HttpRequest.newBuilder().GET()).statusCode() == 200);
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes());
        HttpRequest built = request.uri(URI.create(url() + path))
                .header("Authorization", "Basic " + basic)
                .build();
        try {
            return client.send(built, HttpResponse.BodyHandlers.ofString());
        } catch (IOException keptConnectionIsGone) { // Orthanc closes one after a second
            return client.send(built, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
