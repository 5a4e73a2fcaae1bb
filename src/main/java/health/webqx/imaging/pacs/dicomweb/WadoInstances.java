package health.webqx.imaging.pacs.dicomweb;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.IncomingFile;
import health.webqx.imaging.pacs.RetrievedInstance;
import health.webqx.imaging.pacs.upstream.Incoming;
import health.webqx.imaging.pacs.upstream.MultipartParts;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** WADO-RS instances as Part 10 files (PS3.18 10.4.1.1.1), as stored. */
final class WadoInstances {
    private static final String STORED = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    private final Upstream upstream;

    WadoInstances(Upstream upstream) {
        this.upstream = upstream;
    }

    /** Of a series or an instance; {@code NOT_FOUND} when the archive sends none. */
    Multi<RetrievedInstance> of(DicomTarget target) {
        return Multi.createFrom().deferred(() -> {
            Set<Uid> seen = new HashSet<>();
            return opened(target)
                    .onItem()
                    .transformToMulti(WadoInstances::files)
                    .onItem()
                    .invoke(instance -> requireAsked(target, instance, seen))
                    .onCompletion()
                    .ifEmpty()
                    .failWith(() -> Failure.of(FailureKind.NOT_FOUND, "the archive does not hold this"));
        });
    }

    private Uni<Incoming> opened(DicomTarget target) {
        String path = DicomWebArchive.path(target);
        return target.instance().isPresent() ? upstream.openPassing(path, STORED) : upstream.openStudy(path, STORED);
    }

    /** An archive may send a single instance bare. */
    private static Multi<RetrievedInstance> files(Incoming answer) {
        if (answer.contentType().startsWith("application/dicom")
                && !answer.contentType().contains("json")) {
            return IncomingFile.of(answer.whole(), answer.length()).toMulti();
        }
        return MultipartParts.of(answer).onItem().transformToUniAndConcatenate(WadoInstances::file);
    }

    private static Uni<RetrievedInstance> file(MultipartParts.Part part) {
        String length = part.header("content-length");
        return IncomingFile.of(
                part.content(),
                length.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(length)) : OptionalLong.empty());
    }

    private static void requireAsked(DicomTarget target, RetrievedInstance instance, Set<Uid> seen) {
        boolean asked = target.instance().isEmpty() || target.instance().get().equals(instance.sopInstanceUid());
        if (!asked || !seen.add(instance.sopInstanceUid())) {
            throw Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what was not asked for");
        }
    }
}
