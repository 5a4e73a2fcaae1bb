package health.webqx.imaging.dicomweb;

import health.webqx.imaging.cache.KeptAnswer;
import health.webqx.imaging.cache.KeptAnswers;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Metadata as it goes out, compressed once: of a series it is some 60 times smaller than what the archive sends. */
@ApplicationScoped
class KeptMetadata {
    /** Metadata of more instances is streamed, so that nobody waits for the last of them. */
    private static final int MOST = 5_000;

    private final KeptAnswers kept;

    KeptMetadata(KeptAnswers kept) {
        this.kept = kept;
    }

    /** Whether the metadata of this is kept. */
    static boolean isFor(Holding holding) {
        return holding.imagingStudy().path("numberOfInstances").asInt() <= MOST;
    }

    /**
     * A JSON array, compressed.
     *
     * @param json one instance as JSON after what goes before it
     */
    Multi<Buffer> compressed(
            PacsConnector archive, Holding holding, DicomTarget target, BiFunction<DataSet, String, Buffer> json) {
        return kept.get(KeptKey.of("metadata", holding, target, ""), () -> made(archive, holding, target, json))
                .map(KeptAnswer::content)
                .toMulti();
    }

    private static Uni<KeptAnswer> made(
            PacsConnector archive, Holding holding, DicomTarget target, BiFunction<DataSet, String, Buffer> json) {
        Compressed compressed = new Compressed();
        return archive.metadata(target)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .invoke(instance -> {
                    PatientGuard.require(instance, holding);
                    compressed.write(json.apply(instance, compressed.begun ? "," : "["));
                })
                .collect()
                .last()
                .map(last -> new KeptAnswer("", compressed.end()));
    }

    /** Sends it as the client takes it. */
    static void send(HttpServerRequest request, HttpServerResponse response, Buffer compressed) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/dicom+json")
                .putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding, Authorization");
        if (takesGzip(request)) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(compressed);
            return;
        }
        Uni.createFrom()
                .item(() -> expanded(compressed))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(response::end, failure -> response.reset());
    }

    /** RFC 9110 12.5.3, as far as it is about gzip. */
    private static boolean takesGzip(HttpServerRequest request) {
        for (String coding : String.join(",", request.headers().getAll(HttpHeaders.ACCEPT_ENCODING))
                .toLowerCase(Locale.ROOT)
                .split(",", -1)) {
            String[] parts = coding.strip().split("\\s*;\\s*", 2);
            if (parts[0].equals("gzip") || parts[0].equals("*")) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }

    private static Buffer expanded(Buffer compressed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.getBytes()))) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An array as it grows. */
    private static final class Compressed {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final GZIPOutputStream gzip;
        private boolean begun;

        Compressed() {
            try {
                gzip = new GZIPOutputStream(bytes, 64 * 1024);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // memory does not fail to be written
            }
        }

        void write(Buffer json) {
            begun = true;
            try {
                gzip.write(json.getBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Buffer end() {
            write(Buffer.buffer(begun ? "]" : "[]"));
            try {
                gzip.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Buffer.buffer(bytes.toByteArray());
        }
    }
}
