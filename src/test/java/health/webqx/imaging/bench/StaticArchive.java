package health.webqx.imaging.bench;

import health.webqx.imaging.PackagedServer;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomJson;
import health.webqx.imaging.dicom.Tag;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A DICOMweb archive that computes nothing: each answer is a file that was written before, sent by the kernel. What a proxy costs
 * shows before it best.
 */
final class StaticArchive implements AutoCloseable {
    /** As long as those that archives write. */
    private static final String BOUNDARY = "7c1c63b0-3a0f-4f0c-9a53-3b0d1c0f7a11";

    private static final String FILES = "multipart/related; type=\"application/dicom\"; boundary=" + BOUNDARY;
    private static final String JSON = "application/dicom+json";

    private final Vertx vertx = Vertx.vertx();
    private final Path folder;
    private final Map<String, Answer> answers = new HashMap<>();
    private final int port;

    private record Answer(String type, Path body) {}

    /** Serves those studies. */
    StaticArchive(Path folder, ProxyStudy study, List<String> uids) throws IOException {
        this.folder = Files.createDirectories(folder);
        ByteArrayOutputStream studies = new ByteArrayOutputStream();
        for (String uid : uids) {
            studies.write(studies.size() == 0 ? '[' : ',');
            studies.write(add(uid, study.of(uid)));
        }
        studies.write(']');
        put("/studies", JSON, List.of(studies.toByteArray()));
        port = PackagedServer.freePort();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            listen();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** All answers about a study; gives its row. */
    private byte[] add(String uid, List<ProxyStudy.Image> images) throws IOException {
        DataSet first = images.get(0).attributes();
        byte[] row = DicomJson.write(
                DataSet.builder()
                        .put(Tag.StudyInstanceUID, uid)
                        .put(Tag.PatientID, first.string(Tag.PatientID).orElse(""))
                        .put(Tag.NumberOfStudyRelatedSeries, "1")
                        .put(Tag.NumberOfStudyRelatedInstances, String.valueOf(images.size()))
                        .build(),
                path -> Optional.empty());
        byte[] series = DicomJson.write(
                DataSet.builder()
                        .put(Tag.SeriesInstanceUID, uid + ".1")
                        .put(Tag.Modality, first.string(Tag.Modality).orElse(""))
                        .build(),
                path -> Optional.empty());
        put(
                ProxyStudy.study(uid) + "/series",
                JSON,
                List.of("[".getBytes(StandardCharsets.UTF_8), series, "]".getBytes(StandardCharsets.UTF_8)));
        put(ProxyStudy.series(uid) + "/metadata", JSON, List.of(metadata(images)));
        Path all = multipart(uid, images);
        answers.put(ProxyStudy.study(uid), new Answer(FILES, all));
        answers.put(ProxyStudy.series(uid), new Answer(FILES, all));
        answers.put(ProxyStudy.instance(uid), new Answer(FILES, multipart(uid + ".1.1", images.subList(0, 1))));
        return row;
    }

    private static byte[] metadata(List<ProxyStudy.Image> images) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ProxyStudy.Image image : images) {
            all.write(all.size() == 0 ? '[' : ',');
            all.writeBytes(DicomJson.write(image.attributes(), path -> Optional.empty()));
        }
        all.write(']');
        return all.toByteArray();
    }

    private Path multipart(String name, List<ProxyStudy.Image> images) throws IOException {
        Path file = folder.resolve(name + ".multipart");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (ProxyStudy.Image image : images) {
                out.write(("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\nContent-Length: " + image.bytes()
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                Files.copy(image.file(), out);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private void put(String path, String type, List<byte[]> content) throws IOException {
        Path file = Files.createTempFile(folder, "answer", "");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (byte[] piece : content) {
                out.write(piece);
            }
        }
        answers.put(path, new Answer(type, file));
    }

    /** Once for each event loop that is to answer. */
    private void listen() {
        HttpServer unused = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** There is one page of everything. */
    private void answer(HttpServerRequest request) {
        Answer answer = answers.get(request.path());
        String offset = request.getParam("offset");
        if (answer == null) {
            request.response().setStatusCode(404).end();
        } else if (offset != null && !offset.equals("0")) {
            request.response().setStatusCode(204).end();
        } else {
            request.response()
                    .putHeader("Content-Type", answer.type())
                    .sendFile(answer.body().toString());
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
