package health.webqx.imaging.dicomweb;

import health.webqx.imaging.cache.KeptAnswer;
import health.webqx.imaging.cache.KeptAnswers;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.pacs.BlockingContent;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
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

    /** Whether the metadata of this is kept: as JSON, which viewers ask for. */
    static boolean isFor(Holding holding, DataSetBody body) {
        return body.form() == DataSetForm.JSON
                && holding.stamp().isPresent()
                && holding.imagingStudy().path("numberOfInstances").asInt() <= MOST;
    }

    /**
     * A JSON array, compressed.
     *
     * @param address of a bulk value of an instance, by its path
     */
    Multi<Buffer> compressed(
            PacsConnector archive,
            Holding holding,
            DicomTarget target,
            BiFunction<DataSet, List<Integer>, Optional<String>> address) {
        return key(archive, holding, target)
                .map(key -> kept.get(key, () -> made(archive, holding, target, address)))
                .orElseGet(() -> made(archive, holding, target, address))
                .map(KeptAnswer::content)
                .toMulti();
    }

    /** The same where it is in memory. */
    Optional<Multi<Buffer>> atHand(PacsConnector archive, Holding holding, DicomTarget target) {
        return key(archive, holding, target).flatMap(kept::find).map(answer -> Multi.createFrom()
                .item(answer.content()));
    }

    private static Optional<String> key(PacsConnector archive, Holding holding, DicomTarget target) {
        return KeptKey.of("metadata", archive, holding, target, "");
    }

    private static Uni<KeptAnswer> made(
            PacsConnector archive,
            Holding holding,
            DicomTarget target,
            BiFunction<DataSet, List<Integer>, Optional<String>> address) {
        DataSetBody body = new DataSetBody(DataSetForm.JSON);
        Compressed compressed = new Compressed();
        return archive.metadata(target)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .invoke(instance -> {
                    PatientGuard.require(instance, holding);
                    compressed.write(body.next(instance, path -> address.apply(instance, path)));
                })
                .collect()
                .last()
                .map(last -> new KeptAnswer("", compressed.end(body.tail())));
    }

    /** Sends it as the client takes it. */
    static void send(RoutingContext to, Buffer compressed, Consumer<String> brokenOff) {
        to.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, DataSetBody.JSON)
                .putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding, Authorization");
        if (takesGzip(to.request())) {
            to.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(compressed);
        } else {
            StreamedAnswer.send(to, expanded(compressed), brokenOff);
        }
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

    /** Piece by piece: it is some 60 times as large. */
    private static Multi<Buffer> expanded(Buffer compressed) {
        return BlockingContent.of(() -> new GZIPInputStream(new ByteArrayInputStream(compressed.getBytes())));
    }

    /** An array as it grows. */
    private static final class Compressed {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final GZIPOutputStream gzip;

        Compressed() {
            try {
                gzip = new GZIPOutputStream(bytes, 64 * 1024);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // memory does not fail to be written
            }
        }

        void write(Buffer json) {
            try {
                gzip.write(json.getBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Buffer end(Buffer tail) {
            write(tail);
            try {
                gzip.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Buffer.buffer(bytes.toByteArray());
        }
    }
}
