package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.upstream.PulledStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A Part 10 file on its way in, which tells itself which instance it is, whose, and what it is in: what an archive writes
 * around it may be wrong.
 */
public final class IncomingFile {
    /** No real header is longer before StudyInstanceUID; what is has something to hide. */
    private static final int LONGEST_HEAD = 16 << 20;

    /** What nobody has begun to read by then holds its connection for nothing. */
    private static final Duration UNREAD = Duration.ofSeconds(5);

    private final PulledStream source;
    private final FileHead head = new FileHead(Tag.StudyInstanceUID, LONGEST_HEAD);
    private boolean empty = true;
    private Optional<DicomFile> known = Optional.empty();

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
                    .until(any -> file.known.isPresent())
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
        if (piece.isPresent()) {
            empty = false;
            known = head.add(piece.get());
        } else if (empty) {
            throw StoredFrames.absent();
        } else {
            known = Optional.of(head.end());
        }
    }

    private RetrievedInstance instance(OptionalLong length) {
        DicomFile file = known.orElseThrow(FileHead::unreadable);
        Uid uid = file.dataSet().uid(Tag.SOPInstanceUID).orElseThrow(FileHead::unreadable);
        source.giveBack(head.taken());
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
                Optional.of(file.dataSet()),
                source.rest().onSubscription().invoke(unread::cancel));
    }
}
