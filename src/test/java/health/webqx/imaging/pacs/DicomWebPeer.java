package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomJson;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An archive that speaks DICOMweb as PS3.18 has it, over real files, with the habits of real ones: keys it does not know are
 * ignored, bulk data lies at addresses of its own. On demand it has faults.
 */
public final class DicomWebPeer implements AutoCloseable {
    /** An address nobody must ever ask. */
    static final String ELSEWHERE = "http://127.0.0.1:9/latest/meta-data";

    private static final Pattern ROUTE = Pattern.compile("/pacs/(?:studies(?:/([0-9.]+)"
            + "(?:/(?:(series)|(instances)|(metadata)|series/([0-9.]+)(?:/(?:(instances)|(metadata)"
            + "|instances/([0-9.]+)(?:/(?:(metadata)|frames/([0-9,]+)))?))?))?)?)");
    private static final int PAGE = 7;

    private final Vertx vertx;
    private final HeldFiles held = new HeldFiles();
    private final HttpPeer http;
    private final Predicate<HttpServerRequest> admission;
    private volatile Fault fault = Fault.NONE;
    private volatile Optional<Path> decoy = Optional.empty();

    /** What is wrong with it; of retrievals, where a search still works. */
    public enum Fault {
        NONE,
        HANGS,
        ANSWERS_500,
        CUTS_OFF,
        BREAKS_OFF,
        DRIPS,
        REDIRECTS,
        SENDS_ANOTHER,
        KEEPS_NOTHING,
        REFUSES
    }

    private DicomWebPeer(Vertx vertx, HttpServerOptions options, Predicate<HttpServerRequest> admission) {
        this.vertx = vertx;
        this.admission = admission;
        this.http = HttpPeer.start(vertx, options, this::answer);
    }

    /** @param admission whether a request carries what it must */
    public static DicomWebPeer start(Vertx vertx, HttpServerOptions options, Predicate<HttpServerRequest> admission) {
        return new DicomWebPeer(vertx, options, admission);
    }

    public static DicomWebPeer start(Vertx vertx) {
        return start(vertx, new HttpServerOptions(), request -> true);
    }

    public String url() {
        return "http://localhost:" + http.port() + "/pacs";
    }

    HeldFiles held() {
        return held;
    }

    public void add(Path file) throws IOException {
        held.add(file);
    }

    public void remove(String study) {
        held.remove(Uid.of(study));
    }

    HttpPeer http() {
        return http;
    }

    /** Connections that are open to it. */
    public int connections() {
        return http.open();
    }

    /** How many requests for a path that contains the text it has got. */
    public long asked(String text) {
        return http.asked().stream().filter(each -> each.uri().contains(text)).count();
    }

    public void forget() {
        http.asked().clear();
    }

    public void set(Fault newFault) {
        fault = newFault;
    }

    /** What it sends instead of what it is asked for, with {@code SENDS_ANOTHER}. */
    public void decoy(Path file) {
        decoy = Optional.of(file);
    }

    public void stop() {
        http.stop();
    }

    public void restart() {
        http.restart(new HttpServerOptions());
    }

    private void answer(HttpServerRequest request) {
        Matcher route = ROUTE.matcher(request.path());
        if (!admission.test(request)) {
            request.response().setStatusCode(401).end("who are you?");
        } else if (fault == Fault.HANGS) {
            request.response().exceptionHandler(gone -> {});
        } else if (fault == Fault.ANSWERS_500) {
            request.response().setStatusCode(500).end("stack trace of pacs.internal.example");
        } else if (fault == Fault.REDIRECTS) {
            request.response()
                    .setStatusCode(302)
                    .putHeader("Location", ELSEWHERE)
                    .end();
        } else if (!route.matches()) {
            request.response().setStatusCode(404).end();
        } else if (request.method().equals(HttpMethod.POST)) {
            request.bodyHandler(body -> store(request, body));
        } else {
            route(request, route);
        }
    }

    private void route(HttpServerRequest request, Matcher route) {
        Map<Integer, String> uids = Map.of(
                Tag.StudyInstanceUID,
                Optional.ofNullable(route.group(1))
                        .orElse(Optional.ofNullable(request.getParam("StudyInstanceUID"))
                                .orElse("")),
                Tag.SeriesInstanceUID,
                Optional.ofNullable(route.group(5)).orElse(""),
                Tag.SOPInstanceUID,
                Optional.ofNullable(route.group(8)).orElse(""));
        List<DataSet> found = held.with(uids);
        if (route.group(1) == null) {
            rows(request, found, Tag.StudyInstanceUID);
        } else if (route.group(2) != null) {
            rows(request, found, Tag.SeriesInstanceUID);
        } else if (route.group(3) != null || route.group(6) != null) {
            rows(request, found, Tag.SOPInstanceUID);
        } else if (found.isEmpty()) {
            request.response().setStatusCode(404).end("no such thing in /var/lib/pacs");
        } else if (route.group(4) != null || route.group(7) != null || route.group(9) != null) {
            json(request, found);
        } else if (route.group(10) != null) {
            frames(request, found.get(0), route.group(10));
        } else {
            instances(request, found);
        }
    }

    /** Of one part. */
    private void store(HttpServerRequest request, Buffer body) {
        if (fault == Fault.REFUSES) {
            request.response()
                    .setStatusCode(202)
                    .end("{\"00081198\":{\"vr\":\"SQ\",\"Value\":[{\"00081197\":{\"vr\":\"US\",\"Value\":[272]}}]}}");
            return;
        } else if (fault == Fault.KEEPS_NOTHING) {
            request.response().setStatusCode(200).end();
            return;
        }
        String text = body.toString(StandardCharsets.ISO_8859_1);
        String boundary = request.getHeader("Content-Type").replaceFirst(".*boundary=\"(.*)\".*", "$1");
        int from = text.indexOf("\r\n\r\n") + 4;
        int to = text.lastIndexOf("\r\n--" + boundary + "--");
        try {
            Path file = Files.createTempFile("stored", ".dcm");
            file.toFile().deleteOnExit();
            held.add(Files.write(file, body.getBytes(from, to)));
            request.response().setStatusCode(200).end("{}");
        } catch (IOException e) {
            request.response().setStatusCode(400).end();
        }
    }

    /** The UIDs above are left out: who asked within them knows them. */
    private static void rows(HttpServerRequest request, List<DataSet> found, int level) {
        Map<String, List<DataSet>> rows = new LinkedHashMap<>();
        found.forEach(each -> rows.computeIfAbsent(each.string(level).orElse(""), none -> new ArrayList<>())
                .add(each));
        int offset =
                Integer.parseInt(Optional.ofNullable(request.getParam("offset")).orElse("0"));
        List<DataSet> page = rows.values().stream()
                .skip(offset)
                .limit(PAGE)
                .map(each -> row(each, level))
                .toList();
        if (page.isEmpty()) {
            request.response().setStatusCode(204).end();
        } else {
            json(request, page);
        }
    }

    private static DataSet row(List<DataSet> instances, int level) {
        DataSet first = instances
                .get(0)
                .without(Tag.PixelData, level == Tag.StudyInstanceUID ? Tag.PixelData : Tag.StudyInstanceUID);
        return first.toBuilder()
                .putInts(Tag.NumberOfStudyRelatedInstances, instances.size())
                .build();
    }

    private static void json(HttpServerRequest request, List<DataSet> found) {
        String body = found.stream()
                .map(each -> new String(DicomJson.write(each, path -> Optional.of(ELSEWHERE)), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",", "[", "]"));
        request.response().putHeader("Content-Type", "application/dicom+json").end(body);
    }

    private void frames(HttpServerRequest request, DataSet instance, String list) {
        Buffer body = Buffer.buffer();
        DicomFile file = HeldFiles.read(
                held.find(instance.string(Tag.SOPInstanceUID).orElseThrow()).orElseThrow());
        for (String number : list.split(",")) {
            try {
                String syntax = file.transferSyntax().encapsulated()
                        ? "; transfer-syntax=" + file.transferSyntax().uid().value()
                        : "";
                part(
                        body,
                        "application/octet-stream" + syntax,
                        Buffer.buffer(file.frame(Integer.parseInt(number)).bytes()));
            } catch (IOException absent) {
                request.response().setStatusCode(404).end();
                return;
            }
        }
        send(request.response(), body);
    }

    private void instances(HttpServerRequest request, List<DataSet> found) {
        Buffer body = Buffer.buffer();
        for (DataSet each : found) {
            Path file = fault == Fault.SENDS_ANOTHER
                    ? decoy.orElseThrow()
                    : held.find(each.string(Tag.SOPInstanceUID).orElseThrow()).orElseThrow();
            try {
                part(body, "application/dicom; transfer-syntax=1.2.3", Buffer.buffer(Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        send(request.response(), body);
    }

    private static void part(Buffer body, String type, Buffer content) {
        body.appendString("--a.b\r\nContent-Type: " + type + "\r\n\r\n")
                .appendBuffer(content)
                .appendString("\r\n");
    }

    private void send(HttpServerResponse response, Buffer parts) {
        Buffer body = parts.copy().appendString("--a.b--\r\n");
        response.setChunked(true)
                .exceptionHandler(gone -> {})
                .putHeader("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=\"a.b\"");
        switch (fault) {
            case CUTS_OFF -> response.end(body.slice(0, body.length() * 2 / 3));
            case BREAKS_OFF -> {
                response.write(body.slice(0, body.length() * 2 / 3));
                vertx.setTimer(100, id -> response.reset());
            }
            case DRIPS -> drip(response, body, 0);
            default -> response.end(body);
        }
    }

    private void drip(HttpServerResponse response, Buffer body, int position) {
        if (response.closed() || position >= body.length()) {
            return;
        }
        response.write(body.slice(position, position + 1));
        vertx.setTimer(50, id -> drip(response, body, position + 1));
    }

    @Override
    public void close() {
        http.close();
    }
}
