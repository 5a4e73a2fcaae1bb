package health.webqx.imaging.dicomweb;

import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.deidentify.Deidentifier;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.BlockingContent;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsCondition;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.PacsQuery;
import health.webqx.imaging.pacs.RetrievedFrame;
import health.webqx.imaging.pacs.RetrievedInstance;
import health.webqx.imaging.pacs.SpooledFile;
import health.webqx.imaging.pacs.StoredFrames;
import health.webqx.imaging.pacs.StudyEvent;
import health.webqx.imaging.pacs.Worker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One study in an archive, de-identified: targets are pseudonyms, and everything comes from instances that were de-identified
 * as a whole and laid down before any of it is used. An instance that may show whose it is does not come: asked for by itself
 * it is {@code FORBIDDEN}, of a study or series it is left out.
 */
final class DeidentifiedArchive implements PacsConnector {
    private final PacsConnector archive;
    private final Holding original;
    private final Deidentifier deidentifier;
    private final UnaryOperator<DicomTarget> originals;
    private final Vertx vertx;

    /** @param originals of a pseudonymous target the original, {@code NOT_FOUND} where there is none */
    DeidentifiedArchive(
            PacsConnector archive,
            Holding original,
            Deidentifier deidentifier,
            UnaryOperator<DicomTarget> originals,
            Vertx vertx) {
        this.archive = archive;
        this.original = original;
        this.deidentifier = deidentifier;
        this.originals = originals;
        this.vertx = vertx;
    }

    @Override
    public String name() {
        return archive.name();
    }

    @Override
    public Multi<DataSet> metadata(DicomTarget target) {
        return archive.metadata(originals.apply(target))
                .onItem()
                .invoke(original::requireOwn)
                .onItem()
                .transformToUniAndConcatenate(instance -> Worker.run(() -> deidentifier.deidentify(instance)));
    }

    @Override
    public Multi<RetrievedInstance> retrieve(DicomTarget target) {
        PassingFiles passing = new PassingFiles();
        boolean several = target.instance().isEmpty();
        Multi<RetrievedInstance> instances = Completeness.retrieve(archive, original, originals.apply(target))
                .onItem()
                .transformToMultiAndConcatenate(instance -> {
                    Multi<RetrievedInstance> one =
                            Worker.run(() -> deidentified(instance, passing)).toMulti();
                    return several
                            ? one.onFailure(DeidentifiedArchive::isRefused).recoverWithCompletion()
                            : one;
                });
        return instances
                .onCompletion()
                .ifEmpty()
                .failWith(DeidentifiedArchive::refused)
                .onCancellation()
                .invoke(passing::leave);
    }

    @Override
    public Multi<RetrievedFrame> frames(DicomTarget instance, List<Integer> frames) {
        StoredFrames.requireNumbers(frames);
        return opened(instance, file -> StoredFrames.of(file, frames));
    }

    @Override
    public Multi<Buffer> bulk(DicomTarget instance, List<Integer> path, Consumer<DataSet> owner) {
        return opened(instance, file -> {
            owner.accept(file.dataSet());
            return StoredFrames.bulk(file, path);
        });
    }

    @Override
    public Uni<Set<Uid>> instances(DicomTarget target) {
        return archive.instances(originals.apply(target)).map(held -> held.stream()
                .map(uid -> Uid.of(deidentifier.uid(uid.value())))
                .collect(Collectors.toSet()));
    }

    @Override
    public PacsCondition condition() {
        return archive.condition();
    }

    /** A search would tell of originals. */
    @Override
    public Uni<List<DataSet>> search(PacsQuery query) {
        return Uni.createFrom().failure(Failure.of(FailureKind.FORBIDDEN, "archives are not searched for this caller"));
    }

    @Override
    public Multi<StudyEvent> events() {
        return Multi.createFrom().empty();
    }

    @Override
    public Uni<Void> ping() {
        return archive.ping();
    }

    /** The archive is others' too. */
    @Override
    public void close() {}

    private <T> Multi<T> opened(DicomTarget instance, Function<DicomFile, Multi<T>> reading) {
        return retrieve(instance)
                .onItem()
                .transformToMultiAndConcatenate(found -> SpooledFile.use(vertx, found.content(), reading));
    }

    /** Blocks: reads the content as fast as it writes. */
    private RetrievedInstance deidentified(RetrievedInstance instance, PassingFiles passing) throws IOException {
        Path file = passing.create();
        try {
            TransferSyntax syntax = written(instance.content(), file);
            return new RetrievedInstance(
                    Uid.of(deidentifier.uid(instance.sopInstanceUid().value())),
                    syntax.uid(),
                    OptionalLong.of(Files.size(file)),
                    Optional.empty(),
                    BlockingContent.of(() -> Files.newInputStream(file))
                            .onTermination()
                            .invoke(() -> passing.delete(file)));
        } catch (IOException | RuntimeException | Error failure) {
            passing.delete(file);
            throw failure;
        }
    }

    private TransferSyntax written(Multi<Buffer> content, Path file) throws IOException {
        try (InputStream in = new ContentStream(content);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            return deidentifier.deidentify(in, out, original::requireOwn);
        } catch (DicomException failure) {
            if (failure.reason() == DicomException.Reason.MAY_IDENTIFY) {
                throw refused();
            }
            throw failure;
        }
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof Failure known && known.kind() == FailureKind.FORBIDDEN;
    }

    private static Failure refused() {
        return Failure.of(FailureKind.FORBIDDEN, "it may show whose it is, and is not given de-identified");
    }
}
