package health.webqx.imaging.pacs.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.IncomingInstance;
import health.webqx.imaging.pacs.InstanceOrder;
import health.webqx.imaging.pacs.PacsCondition;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.PacsDefinition;
import health.webqx.imaging.pacs.PacsQuery;
import health.webqx.imaging.pacs.RetrievedFrame;
import health.webqx.imaging.pacs.RetrievedInstance;
import health.webqx.imaging.pacs.SpooledFile;
import health.webqx.imaging.pacs.StoredFrames;
import health.webqx.imaging.pacs.StudyEvent;
import health.webqx.imaging.pacs.StudyPoll;
import health.webqx.imaging.pacs.upstream.JsonDataSets;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** An archive that speaks DICOMweb, whoever made it. Calls may be made from any thread. */
public final class DicomWebArchive implements PacsConnector {
    /** Of one series' metadata: some 6 kB an instance, so several ten thousand of them. */
    private static final int LONGEST = 256 << 20;

    private static final Duration POLL = Duration.ofSeconds(30);

    private final PacsDefinition definition;
    private final io.vertx.mutiny.core.Vertx vertx;
    private final Upstream upstream;
    private final QidoSearch search;
    private final WadoInstances instances;
    private final WadoFrames frames;
    private final StowInstance stow;

    /** Connects to nothing yet. */
    public DicomWebArchive(PacsDefinition definition, Vertx vertx) {
        this.definition = definition;
        this.vertx = new io.vertx.mutiny.core.Vertx(vertx);
        this.upstream = new Upstream(definition, vertx);
        this.search = new QidoSearch(upstream);
        this.instances = new WadoInstances(upstream);
        this.frames = new WadoFrames(upstream);
        this.stow = new StowInstance(upstream, this::instances);
    }

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public Uni<List<DataSet>> search(PacsQuery query) {
        return search.search(query);
    }

    /** A series at a time: what is in memory at once is bounded by the largest. */
    @Override
    public Multi<DataSet> metadata(DicomTarget target) {
        return bySeries(target).onItem().transformToMultiAndConcatenate(each -> described(each)
                .onItem()
                .transformToMulti(
                        found -> Multi.createFrom().items(found.stream().sorted(InstanceOrder.BY_NUMBER))));
    }

    private Uni<List<DataSet>> described(DicomTarget target) {
        return upstream.get(path(target) + "/metadata", QidoSearch.JSON, LONGEST)
                .flatMap(JsonDataSets::of)
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw StoredFrames.absent();
                    }
                    found.forEach(instance -> requireAsked(target, instance));
                });
    }

    private static void requireAsked(DicomTarget target, DataSet instance) {
        boolean asked = instance.uid(Tag.StudyInstanceUID).equals(Optional.of(target.study()))
                && (target.series().isEmpty()
                        || instance.uid(Tag.SeriesInstanceUID).equals(target.series()))
                && (target.instance().isEmpty()
                        || instance.uid(Tag.SOPInstanceUID).equals(target.instance()));
        if (!asked) {
            throw Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what was not asked for");
        }
    }

    /** In each series in the archive's own order: one request, however many instances there are. */
    @Override
    public Multi<RetrievedInstance> retrieve(DicomTarget target) {
        return bySeries(target).onItem().transformToMultiAndConcatenate(instances::of);
    }

    @Override
    public Uni<Set<Uid>> instances(DicomTarget target) {
        PacsQuery query = new PacsQuery(
                PacsQuery.Level.INSTANCE,
                Optional.of(target.study()),
                target.series(),
                target.instance()
                        .map(uid -> Map.of(Tag.SOPInstanceUID, List.of(uid.value())))
                        .orElse(Map.of()));
        return search.search(query).map(rows -> rows.stream()
                .flatMap(row -> row.uid(Tag.SOPInstanceUID).stream())
                .collect(Collectors.toSet()));
    }

    /** A study as its series, in the order of their UIDs. */
    private Multi<DicomTarget> bySeries(DicomTarget target) {
        if (target.series().isPresent()) {
            return Multi.createFrom().item(target);
        }
        PacsQuery query =
                new PacsQuery(PacsQuery.Level.SERIES, Optional.of(target.study()), Optional.empty(), Map.of());
        return search.search(query).onItem().transformToMulti(rows -> {
            if (rows.isEmpty()) {
                throw StoredFrames.absent();
            }
            return Multi.createFrom().items(rows.stream().map(row -> series(target.study(), row)));
        });
    }

    private static DicomTarget series(Uid study, DataSet row) {
        return DicomTarget.series(study, row.uid(Tag.SeriesInstanceUID).orElseThrow());
    }

    @Override
    public Multi<RetrievedFrame> frames(DicomTarget instance, List<Integer> numbers) {
        return Multi.createFrom().deferred(() -> {
            StoredFrames.requireNumbers(numbers);
            return described(instance)
                    .onItem()
                    .transformToMulti(found -> frames.of(
                            instance,
                            numbers,
                            found.get(0),
                            () -> SpooledFile.use(vertx, file(instance), file -> StoredFrames.of(file, numbers))));
        });
    }

    /** Of the file: the archive's own addresses of bulk data are not followed, wherever they lead. */
    @Override
    public Multi<Buffer> bulk(DicomTarget instance, List<Integer> path, Consumer<DataSet> owner) {
        return SpooledFile.use(vertx, file(instance), file -> {
            owner.accept(file.dataSet());
            return StoredFrames.bulk(file, path);
        });
    }

    private Multi<Buffer> file(DicomTarget instance) {
        return instances.of(instance).onItem().transformToMultiAndConcatenate(RetrievedInstance::content);
    }

    @Override
    public boolean stores() {
        return true;
    }

    @Override
    public Uni<Void> store(IncomingInstance instance) {
        return stow.store(instance);
    }

    @Override
    public Multi<StudyEvent> events() {
        return StudyPoll.events(definition, POLL, () -> search(PacsQuery.everyStudy()));
    }

    @Override
    public Uni<Void> ping() {
        return upstream.get("/studies?limit=1", QidoSearch.JSON, LONGEST)
                .replaceWithVoid()
                .onFailure(DicomWebArchive::isAbsent)
                .recoverWithNull();
    }

    @Override
    public PacsCondition condition() {
        return upstream.condition();
    }

    @Override
    public void close() {
        upstream.close();
    }

    static boolean isAbsent(Throwable failure) {
        return failure instanceof Failure known && known.kind() == FailureKind.NOT_FOUND;
    }

    static String path(DicomTarget target) {
        return "/studies/" + target.study().value()
                + target.series().map(uid -> "/series/" + uid.value()).orElse("")
                + target.instance().map(uid -> "/instances/" + uid.value()).orElse("");
    }
}
