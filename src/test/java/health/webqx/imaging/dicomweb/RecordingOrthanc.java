package health.webqx.imaging.dicomweb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import health.webqx.imaging.dicom.BulkDataUris;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomJson;
import health.webqx.imaging.dicom.DicomReader;
import health.webqx.imaging.dicom.ReadOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * An upstream that looks like an Orthanc with one study of Anna's and writes down every call that is not of a known shape, or
 * carries something of a client's.
 */
public final class RecordingOrthanc implements QuarkusTestResourceLifecycleManager {
    static final String STUDY = "1.2.826.0.1.66.1";
    /** What the fuzzing client sends in its own headers and queries. */
    static final String MARK = "webqx-fuzz";

    static final Queue<String> STRANGE = new ConcurrentLinkedQueue<>();
    static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

    /** Whether searches stay without an answer, and files are not taken. */
    static volatile boolean silent;

    /** What the one instance is, where it is not as it was at first. */
    static volatile Optional<byte[]> replaced = Optional.empty();

    /** How often the study has changed. */
    static final AtomicInteger CHANGES = new AtomicInteger(1);

    private static final String UID = "[0-9][0-9.]{0,63}";
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{8}){4}";
    private static final Pattern SHAPES = Pattern.compile("GET /changes\\?last|GET /changes\\?since=\\d+&limit=\\d+"
            + "|GET /statistics|GET /system|POST /tools/find"
            + "|GET /dicom-web/(studies|series|instances)\\?(includefield=[0-9A-F]{8}&)*includefield=[0-9A-F]{8}"
            + "(&00(20000D|20000E|080018)=[0-9.]{1,64})*&limit=\\d+&offset=\\d+"
            + "|GET /dicom-web/studies/" + UID + "(/series/" + UID + "(/instances/" + UID + ")?)?/metadata"
            + "|GET /instances/" + ID
            + "/(file|tags\\?short|frames|frames/\\d+/raw|metadata/TransferSyntax|metadata/IndexInSeries)"
            + "|GET /(studies|series|instances)/" + ID + "(\\?[a-z=&]*)?|POST /instances");
    private static final String ORTHANC_ID = "11111111-22222222-33333333-44444444-55555555";

    private HttpServer server;
    private ExecutorService workers;
    private byte[] file;
    private byte[] row;

    @Override
    public Map<String, String> start() {
        try {
            file = StowRequest.instance(STUDY, 1, "WQX-1001", "CT");
            DicomFile read = DicomReader.read(new ByteArrayInputStream(file), ReadOptions.DEFAULT);
            row = DicomJson.write(read.dataSet().without(0x7FE00010), BulkDataUris.none());
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            workers = Executors.newFixedThreadPool(4);
            server.setExecutor(workers);
            server.createContext("/", this::answer);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TreeMap<>(Map.of(
                "webqx.pacs.recording.type",
                "orthanc",
                "webqx.pacs.recording.url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "webqx.data-dir",
                "target/recording-data",
                "webqx.search.deadline",
                "1s",
                "webqx.pacs.recording.poll-interval",
                "5s",
                "webqx.pacs.recording.patient-id-system",
                "https://webqx.health/sandbox/mrn"));
    }

    private void answer(HttpExchange call) throws IOException {
        String line = call.getRequestMethod() + " " + call.getRequestURI();
        CALLS.add(line);
        boolean clients = call.getRequestHeaders().toString().contains(MARK)
                || call.getRequestHeaders().containsKey("Authorization")
                || call.getRequestHeaders().containsKey("Cookie");
        if (!SHAPES.matcher(line).matches() || line.contains("..") || clients) {
            STRANGE.add(line);
        }
        String asked = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (silent && (line.contains("/dicom-web/") || line.equals("POST /instances"))) {
            call.sendResponseHeaders(line.startsWith("POST") ? 503 : 200, 0);
            if (line.startsWith("POST")) {
                call.close();
            }
            return;
        }
        byte[] body = body(
                call.getRequestURI().getRawPath(),
                String.valueOf(call.getRequestURI().getRawQuery()),
                asked);
        call.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    private byte[] body(String path, String query, String asked) {
        if (path.startsWith("/changes")) {
            int now = CHANGES.get();
            String changes = query.startsWith("since=" + now + "&") || query.equals("last")
                    ? ""
                    : "{\"ChangeType\":\"StableStudy\",\"ID\":\"" + ORTHANC_ID + "\"}";
            return text("{\"Changes\":[" + changes + "],\"Done\":true,\"Last\":" + now + "}");
        } else if (path.equals("/studies/" + ORTHANC_ID)) {
            return text("{\"MainDicomTags\":{\"StudyInstanceUID\":\"" + STUDY + "\"}}");
        } else if (path.equals("/statistics")) {
            return text("{\"CountInstances\":1}");
        } else if (path.equals("/tools/find")) {
            return asked.contains("\"" + STUDY + "\"") ? found(asked.contains("\"Series\"")) : text("[]");
        } else if (path.endsWith("/file")) {
            return replaced.orElse(file);
        } else if (path.endsWith("/TransferSyntax")) {
            return text("1.2.840.10008.1.2.1");
        } else if (path.endsWith("/tags")) {
            return text("{\"0010,0020\":\"WQX-1001\",\"0020,000d\":\"" + STUDY
                    + "\",\"0028,0100\":\"8\",\"0028,0004\":\"MONOCHROME2\"}");
        } else if (path.endsWith("/frames")) {
            return text("[\"0\"]");
        } else if (path.endsWith("/raw")) {
            return new byte[64];
        } else if (path.endsWith("/metadata")) {
            return path.contains("/" + STUDY + "/") ? array() : new byte[0];
        }
        boolean first = query.contains("offset=0")
                && (!query.contains("0020000D=") || query.contains("0020000D=" + STUDY + "&"));
        return path.startsWith("/dicom-web/") ? (first ? array() : text("[]")) : new byte[0];
    }

    private static byte[] found(boolean series) {
        return series
                ? text("[{\"ID\":\"" + ORTHANC_ID + "\",\"MainDicomTags\":{\"SeriesInstanceUID\":\"" + STUDY
                        + ".1\"}}]")
                : text("[{\"ID\":\"" + ORTHANC_ID + "\",\"ParentSeries\":\"" + ORTHANC_ID
                        + "\",\"FileSize\":1000,\"MainDicomTags\":{\"SOPInstanceUID\":\"" + STUDY
                        + ".1.1\",\"InstanceNumber\":\"1\"}}]");
    }

    private byte[] array() {
        return text("[" + new String(row, StandardCharsets.UTF_8) + "]");
    }

    private static byte[] text(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void stop() {
        server.stop(0);
        workers.shutdownNow();
    }
}
