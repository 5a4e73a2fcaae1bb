package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomPrefix;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.upstream.PulledStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A Part 10 file on its way in, which tells itself which instance it is and what it is in: what an archive writes around it
 * may be wrong.
 */
public final class IncomingFile {
    /** No real header is longer before SOPInstanceUID. */
    private static final int LONGEST_HEAD = 4 << 20;

    /** What nobody has begun to read by then holds its connection for nothing. */
    private static final Duration UNREAD = Duration.ofSeconds(5);

    private final PulledStream source;
    private Buffer held = Buffer.buffer();
    private int nextAttempt = 256;
    private boolean complete;
    private Optional<DicomFile> head = Optional.empty();

    private IncomingFile(PulledStream source) {
        this.source = source;
    }

    /**
     * The instance, when its head has come; {@code NOT_FOUND} for no bytes at all, {@code BAD_GATEWAY} for what is no DICOM.
     *
     * @param length of the content, when it was told
     */
    public static Uni<RetrievedInstance> of(Multi<Buffer> content, OptionalLong length) {
        return Uni.createFrom().deferred(() -> {
            IncomingFile file = new IncomingFile(PulledStream.of(content));
            return Multi.createBy()
                    .repeating()
                    .uni(file::more)
                    .until(any -> file.head.isPresent())
                    .collect()
                    .last()
                    .map(any -> file.instance(length))
                    .onFailure()
                    .invoke(file.source::cancel)
                    .onCancellation()
                    .invoke(file.source::cancel);
        });
    }

    private Uni<Boolean> more() {
        return source.next().invoke(this::took).replaceWith(Boolean.TRUE);
    }

    private void took(Optional<Buffer> piece) {
        complete = piece.isEmpty();
        piece.ifPresent(held::appendBuffer);
        if (complete && held.length() == 0) {
            throw StoredFrames.absent();
        } else if (held.length() > LONGEST_HEAD) {
            throw unreadable();
        }
        if (complete || held.length() >= nextAttempt) {
            nextAttempt = held.length() * 2;
            try {
                head = DicomPrefix.upTo(Tag.SOPInstanceUID, held.getBytes(), held.length(), complete)
                        .map(DicomPrefix::file);
            } catch (DicomException e) {
                throw unreadable();
            }
        }
    }

    private RetrievedInstance instance(OptionalLong length) {
        DicomFile file = head.orElseThrow(IncomingFile::unreadable);
        Uid uid = file.dataSet().uid(Tag.SOPInstanceUID).orElseThrow(IncomingFile::unreadable);
        Multi<Buffer> rest = Multi.createBy()
                .repeating()
                .uni(source::next)
                .whilst(Optional::isPresent)
                .filter(Optional::isPresent)
                .map(Optional::get);
        Buffer first = held;
        held = Buffer.buffer();
        Cancellable unread = Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(UNREAD)
                .subscribe()
                .with(nobody -> source.cancel());
        return new RetrievedInstance(
                uid,
                file.transferSyntax().uid(),
                length,
                Multi.createBy()
                        .concatenating()
                        .streams(Multi.createFrom().item(first), rest)
                        .onSubscription()
                        .invoke(unread::cancel)
                        .onCancellation()
                        .invoke(source::cancel));
    }

    private static Failure unreadable() {
        return Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what is not readable as DICOM");
    }
}
