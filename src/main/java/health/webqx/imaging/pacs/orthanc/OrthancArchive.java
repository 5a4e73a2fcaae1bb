package health.webqx.imaging.pacs.orthanc;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.IncomingFile;
import health.webqx.imaging.pacs.IncomingInstance;
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
import health.webqx.imaging.pacs.orthanc.OrthancDicomWeb.Metadata;
import health.webqx.imaging.pacs.orthanc.OrthancInstances.Held;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * An Orthanc: searched and described over its DICOMweb plugin, its files and frames taken over its REST API, which is faster
 * and says how long they are. Calls may be made from any thread.
 */
public final class OrthancArchive implements PacsConnector {
    private static final Logger LOG = Logger.getLogger(OrthancArchive.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private final PacsDefinition definition;
    private final io.vertx.mutiny.core.Vertx vertx;
    private final Upstream upstream;
    private final OrthancRest rest;
    private final OrthancDicomWeb dicomWeb;
    private final OrthancInstances instances;
    private final OrthancFrames frames;
    private final AtomicBoolean silent = new AtomicBoolean();

    /** Connects to nothing yet. */
    public OrthancArchive(PacsDefinition definition, Vertx vertx) {
        this.definition = definition;
        this.vertx = new io.vertx.mutiny.core.Vertx(vertx);
        this.upstream = new Upstream(definition, vertx);
        this.rest = new OrthancRest(upstream);
        this.dicomWeb = new OrthancDicomWeb(upstream);
        this.instances = new OrthancInstances(rest);
        this.frames = new OrthancFrames(upstream, rest, instances);
    }

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public Uni<List<DataSet>> search(PacsQuery query) {
        return new OrthancSearch(dicomWeb).search(query);
    }

    /** A series at a time: what is in memory at once is bounded by the largest. */
    @Override
    public Multi<DataSet> metadata(DicomTarget target) {
        return instances.list(target).onItem().transformToMulti(held -> Multi.createFrom()
                .items(held.stream().map(Held::series).distinct())
                .onItem()
                .transformToMultiAndConcatenate(series -> described(
                        target,
                        held.stream()
                                .filter(each -> each.series().equals(series))
                                .toList())));
    }

    private Multi<DataSet> described(DicomTarget target, List<Held> series) {
        Held first = series.get(0);
        Uni<Metadata> answer = target.instance().isPresent()
                ? dicomWeb.metadata(target.study(), first.series(), first.instance())
                : dicomWeb.metadata(target.study(), first.series());
        return answer.onItem()
                .transformToMulti(metadata -> metadata.garbled()
                        ? fromFiles(series, metadata)
                        : Multi.createFrom().items(metadata.instances().stream().sorted(InstanceOrder.BY_NUMBER)))
                .onFailure(OrthancArchive::isAbsent)
                .recoverWithMulti(() -> fromFiles(series));
    }

    private Multi<DataSet> fromFiles(List<Held> held, Metadata garbled) {
        Set<Uid> wanted = garbled.instances().stream()
                .flatMap(instance -> instance.uid(Tag.SOPInstanceUID).stream())
                .collect(Collectors.toSet());
        return fromFiles(
                held.stream().filter(each -> wanted.contains(each.instance())).toList());
    }

    /**
     * Also where UIDs are held for two patients, of which the plugin denies that it has any. One instance that is there
     * twice is described once for each PatientID.
     */
    private Multi<DataSet> fromFiles(List<Held> held) {
        return Multi.createFrom()
                .iterable(held)
                .onItem()
                .transformToMultiAndConcatenate(each -> SpooledFile.use(
                        vertx, file(each), file -> Multi.createFrom().item(file.dataSet())))
                .select()
                .distinct(Comparator.<DataSet, String>comparing(
                                each -> each.string(Tag.SOPInstanceUID).orElse(""))
                        .thenComparing(
                                each -> each.string(Tag.PatientID).orElse("").strip()));
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof Failure known && known.kind() == FailureKind.NOT_FOUND;
    }

    @Override
    public Multi<RetrievedInstance> retrieve(DicomTarget target) {
        return instances
                .list(target)
                .onItem()
                .transformToMulti(held -> ReadAhead.of(onceEach(held), this::retrieved, upstream::isAtEase));
    }

    @Override
    public Uni<Set<Uid>> instances(DicomTarget target) {
        return instances
                .list(target)
                .map(held -> held.stream().map(Held::instance).collect(Collectors.toSet()))
                .onFailure(OrthancArchive::isAbsent)
                .recoverWithItem(Set.of());
    }

    private static Stream<Held> onceEach(List<Held> held) {
        Set<Uid> seen = new HashSet<>();
        return held.stream().filter(each -> seen.add(each.instance()));
    }

    @Override
    public Multi<RetrievedFrame> frames(DicomTarget instance, List<Integer> numbers) {
        return Multi.createFrom()
                .deferred(() -> frames.frames(
                        instance,
                        numbers,
                        held -> SpooledFile.use(vertx, file(held), file -> StoredFrames.of(file, numbers))));
    }

    /** Of the file and not of the plugin, which has no address for values in some sequences. */
    @Override
    public Multi<Buffer> bulk(DicomTarget instance, List<Integer> path, Consumer<DataSet> owner) {
        return instances
                .get(instance)
                .onItem()
                .transformToMulti(held -> SpooledFile.use(vertx, file(held), file -> {
                    owner.accept(file.dataSet());
                    return StoredFrames.bulk(file, path);
                }));
    }

    @Override
    public boolean stores() {
        return true;
    }

    /**
     * Over the REST API, whose answer is about this one instance: the plugin's STOW says 200 for what it did not store, and
     * 400 where it stored a part.
     */
    @Override
    public Uni<Void> store(IncomingInstance instance) {
        return rest.upload("/instances", instance)
                .invoke(OrthancArchive::requireStored)
                .replaceWithVoid();
    }

    private static void requireStored(JsonNode answer) {
        String status = answer.path("Status").asText();
        if (status.equals("FilteredOut")) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the archive does not take this instance");
        } else if (!status.equals("Success") && !status.equals("AlreadyStored")) {
            throw OrthancRest.notUnderstood();
        }
    }

    @Override
    public Multi<StudyEvent> events() {
        return Multi.createBy()
                .repeating()
                .uni(() -> new OrthancChanges(rest), this::look)
                .indefinitely()
                .onItem()
                .transformToIterable(events -> events);
    }

    @Override
    public Uni<Void> ping() {
        return rest.get("/system").replaceWithVoid();
    }

    @Override
    public PacsCondition condition() {
        return upstream.condition();
    }

    @Override
    public void close() {
        upstream.close();
    }

    private Uni<List<StudyEvent>> look(OrthancChanges changes) {
        return changes.look()
                .invoke(look -> heard())
                .onItem()
                .call(look -> look.more() ? Uni.createFrom().voidItem() : pause(poll()))
                .map(OrthancChanges.Look::events)
                .onFailure()
                .invoke(this::unheard)
                .onFailure()
                .recoverWithUni(failure -> pause(AFTER_FAILURE).replaceWith(List.of()));
    }

    private Duration poll() {
        return definition.pollInterval().orElse(POLL);
    }

    private static Uni<Void> pause(Duration duration) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(duration);
    }

    private void heard() {
        if (silent.getAndSet(false)) {
            LOG.infof("archive %s answers again", name());
        }
    }

    private void unheard(Throwable failure) {
        if (!silent.getAndSet(true)) {
            String why = failure instanceof Failure known ? known.diagnostics() : failure.toString();
            LOG.warnf("archive %s cannot be followed now: %s", name(), why);
        }
    }

    private Uni<RetrievedInstance> retrieved(Held held) {
        return IncomingFile.of(file(held), OptionalLong.of(held.size()));
    }

    private Multi<Buffer> file(Held held) {
        return upstream.pass(held.path() + "/file");
    }
}
