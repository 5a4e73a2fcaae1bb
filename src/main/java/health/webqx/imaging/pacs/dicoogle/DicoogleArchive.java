package health.webqx.imaging.pacs.dicoogle;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.IncomingFile;
import health.webqx.imaging.pacs.InstanceOrder;
import health.webqx.imaging.pacs.PacsCondition;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.PacsDefinition;
import health.webqx.imaging.pacs.PacsQuery;
import health.webqx.imaging.pacs.ReadAhead;
import health.webqx.imaging.pacs.RetrievedFrame;
import health.webqx.imaging.pacs.RetrievedInstance;
import health.webqx.imaging.pacs.SpooledFile;
import health.webqx.imaging.pacs.StoredFrames;
import health.webqx.imaging.pacs.StudyEvent;
import health.webqx.imaging.pacs.StudyPoll;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A Dicoogle. Calls may be made from any thread. */
public final class DicoogleArchive implements PacsConnector {
    /** Its whole index is gone through for a list of studies. */
    private static final Duration POLL = Duration.ofMinutes(5);

    private final PacsDefinition definition;
    private final io.vertx.mutiny.core.Vertx vertx;
    private final Upstream upstream;
    private final DicoogleIndex index;

    /** Connects to nothing yet. */
    public DicoogleArchive(PacsDefinition definition, Vertx vertx) {
        this.definition = definition;
        this.vertx = new io.vertx.mutiny.core.Vertx(vertx);
        this.upstream = new Upstream(definition, vertx);
        this.index = new DicoogleIndex(upstream);
    }

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public Uni<List<DataSet>> search(PacsQuery query) {
        Map<String, Uid> uids = new HashMap<>();
        query.study().or(() -> only(query, Tag.StudyInstanceUID)).ifPresent(uid -> uids.put("StudyInstanceUID", uid));
        query.series()
                .or(() -> only(query, Tag.SeriesInstanceUID))
                .ifPresent(uid -> uids.put("SeriesInstanceUID", uid));
        only(query, Tag.SOPInstanceUID).ifPresent(uid -> uids.put("SOPInstanceUID", uid));
        return attributes(index.find(uids), query)
                .collect()
                .in(() -> new InstanceRows(query), InstanceRows::add)
                .map(InstanceRows::rows);
    }

    /** What is asked for beside the usual is in the files alone. */
    private Multi<DataSet> attributes(Multi<DataSet> rows, PacsQuery query) {
        return query.attributes().isEmpty()
                ? rows
                : rows.onItem()
                        .transformToMultiAndConcatenate(row -> SpooledFile.use(
                                vertx, file(row), file -> Multi.createFrom().item(file.dataSet())));
    }

    private static Optional<Uid> only(PacsQuery query, int tag) {
        List<String> wanted = query.matches().getOrDefault(tag, List.of());
        return wanted.size() == 1 ? Uid.find(wanted.get(0)) : Optional.empty();
    }

    /** Of the files: the index keeps a choice of attributes, and those as text. */
    @Override
    public Multi<DataSet> metadata(DicomTarget target) {
        return held(target)
                .onItem()
                .transformToMultiAndConcatenate(row -> SpooledFile.use(
                        vertx, file(row), file -> Multi.createFrom().item(file.dataSet())));
    }

    @Override
    public Multi<RetrievedInstance> retrieve(DicomTarget target) {
        return inOrder(target)
                .onItem()
                .transformToMulti(rows -> ReadAhead.of(rows.stream(), this::retrieved, upstream::isAtEase));
    }

    @Override
    public Uni<Set<Uid>> instances(DicomTarget target) {
        return rows(target).map(rows -> rows.stream()
                .flatMap(row -> row.uid(Tag.SOPInstanceUID).stream())
                .collect(Collectors.toSet()));
    }

    @Override
    public Multi<RetrievedFrame> frames(DicomTarget instance, List<Integer> numbers) {
        return Multi.createFrom().deferred(() -> {
            StoredFrames.requireNumbers(numbers);
            return held(instance)
                    .onItem()
                    .transformToMultiAndConcatenate(
                            row -> SpooledFile.use(vertx, file(row), file -> StoredFrames.of(file, numbers)));
        });
    }

    @Override
    public Multi<Buffer> bulk(DicomTarget instance, List<Integer> path, Consumer<DataSet> owner) {
        return held(instance)
                .onItem()
                .transformToMultiAndConcatenate(row -> SpooledFile.use(vertx, file(row), file -> {
                    owner.accept(file.dataSet());
                    return StoredFrames.bulk(file, path);
                }));
    }

    @Override
    public Multi<StudyEvent> events() {
        return StudyPoll.events(definition, POLL, () -> search(PacsQuery.everyStudy()));
    }

    @Override
    public Uni<Void> ping() {
        return index.ping();
    }

    @Override
    public PacsCondition condition() {
        return upstream.condition();
    }

    @Override
    public void close() {
        upstream.close();
    }

    private Multi<DataSet> held(DicomTarget target) {
        return inOrder(target).onItem().transformToMulti(rows -> Multi.createFrom()
                .iterable(rows));
    }

    /** {@code NOT_FOUND} when there is none. */
    private Uni<List<DataSet>> inOrder(DicomTarget target) {
        return rows(target).map(rows -> {
            if (rows.isEmpty()) {
                throw StoredFrames.absent();
            }
            return rows.stream().sorted(InstanceOrder.BY_SERIES).toList();
        });
    }

    /** A file is found by its own UID alone, so what it belongs to is asked of the index first. */
    private Uni<List<DataSet>> rows(DicomTarget target) {
        Map<String, Uid> uids = new HashMap<>();
        uids.put("StudyInstanceUID", target.study());
        target.series().ifPresent(uid -> uids.put("SeriesInstanceUID", uid));
        target.instance().ifPresent(uid -> uids.put("SOPInstanceUID", uid));
        return index.find(uids).filter(row -> isOf(row, target)).collect().asList();
    }

    private static boolean isOf(DataSet row, DicomTarget target) {
        return row.uid(Tag.StudyInstanceUID).equals(Optional.of(target.study()))
                && (target.series().isEmpty() || row.uid(Tag.SeriesInstanceUID).equals(target.series()))
                && (target.instance().isEmpty() || row.uid(Tag.SOPInstanceUID).equals(target.instance()));
    }

    private Multi<Buffer> file(DataSet row) {
        return retrieved(row).onItem().transformToMulti(RetrievedInstance::content);
    }

    private Uni<RetrievedInstance> retrieved(DataSet row) {
        Uid instance = row.uid(Tag.SOPInstanceUID).orElseThrow();
        return upstream.openPassing("/legacy/file?uid=" + instance.value(), "*/*")
                .flatMap(answer -> IncomingFile.of(answer.whole(), answer.length()))
                .invoke(file -> requireAsked(file, instance));
    }

    private static void requireAsked(RetrievedInstance file, Uid instance) {
        if (!file.sopInstanceUid().equals(instance)) {
            throw Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what was not asked for");
        }
    }
}
