package health.webqx.imaging.pacs.directory;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.BlockingContent;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.IncomingInstance;
import health.webqx.imaging.pacs.PacsCondition;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.PacsDefinition;
import health.webqx.imaging.pacs.PacsQuery;
import health.webqx.imaging.pacs.RetrievedFrame;
import health.webqx.imaging.pacs.RetrievedInstance;
import health.webqx.imaging.pacs.RowMatch;
import health.webqx.imaging.pacs.StoredFrames;
import health.webqx.imaging.pacs.StudyEvent;
import health.webqx.imaging.pacs.Worker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A folder of DICOM files behind the interface of every archive. Files are read on workers, never on an event loop. */
public final class DirectoryArchive implements PacsConnector {
    private static final Logger LOG = Logger.getLogger(DirectoryArchive.class);
    private static final Duration POLL = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final String name;
    private final Path folder;
    private final FolderIndex index;
    private final Duration poll;
    private final BroadcastProcessor<StudyEvent> events = BroadcastProcessor.create();
    private final ScheduledExecutorService looks;
    private final Uni<Void> firstLook;
    /** What kept the latest look from being taken; empty when nothing did. Written by the looking thread alone. */
    private volatile String fault = "";

    /** Begins to go through the folder at once; calls wait until that is done. */
    public DirectoryArchive(PacsDefinition definition) {
        this.name = definition.name();
        this.folder = Path.of(definition.url().replaceFirst("^file:(//)?", ""));
        this.index = new FolderIndex(name, folder);
        this.poll = definition.pollInterval().orElse(POLL);
        this.looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "archive-" + name);
            thread.setDaemon(true);
            return thread;
        });
        this.firstLook = Uni.createFrom()
                .<Void>emitter(done -> looks.execute(() -> {
                    look();
                    done.complete(null);
                }))
                .memoize()
                .indefinitely();
        this.firstLook.subscribe().with(done -> {});
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Uni<List<DataSet>> search(PacsQuery query) {
        return firstLook
                .invoke(this::requireLook)
                .onItem()
                .transformToMulti(ready -> Multi.createFrom().iterable(representatives(query)))
                .onItem()
                .transformToUniAndConcatenate(each -> row(each, query))
                .filter(new RowMatch(query))
                .collect()
                .asList()
                .map(rows -> rows.stream().sorted(RowMatch.byUid()).toList());
    }

    private Collection<IndexedInstance> representatives(PacsQuery query) {
        Map<Uid, IndexedInstance> rows = new HashMap<>();
        for (IndexedInstance each : index.instances()) {
            boolean within = query.study().map(each.study()::equals).orElse(true)
                    && query.series().map(each.series()::equals).orElse(true);
            if (within) {
                Uid uid =
                        switch (query.level()) {
                            case STUDY -> each.study();
                            case SERIES -> each.series();
                            case INSTANCE -> each.instance();
                        };
                rows.putIfAbsent(uid, each);
            }
        }
        return rows.values();
    }

    /** What the index does not keep is read from the file. */
    private static Uni<DataSet> row(IndexedInstance instance, PacsQuery query) {
        boolean kept = Stream.concat(query.attributes().stream(), query.matches().keySet().stream())
                .allMatch(IndexedInstance::isKept);
        return kept
                ? Uni.createFrom().item(instance.attributes())
                : Worker.run(() -> read(instance).dataSet());
    }

    @Override
    public Multi<DataSet> metadata(DicomTarget target) {
        return held(target)
                .onItem()
                .transformToUniAndConcatenate(
                        each -> Worker.run(() -> read(each).dataSet()));
    }

    @Override
    public Multi<RetrievedInstance> retrieve(DicomTarget target) {
        return held(target)
                .map(each -> new RetrievedInstance(
                        each.instance(),
                        each.transferSyntax(),
                        OptionalLong.of(each.size()),
                        Optional.empty(),
                        content(each)));
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public Uni<Set<Uid>> instances(DicomTarget target) {
        return firstLook.invoke(this::requireLook).map(ready -> index.instances().stream()
                .filter(each -> each.isIn(target))
                .map(IndexedInstance::instance)
                .collect(Collectors.toSet()));
    }

    @Override
    public Multi<RetrievedFrame> frames(DicomTarget instance, List<Integer> frames) {
        return Multi.createFrom().deferred(() -> {
            StoredFrames.requireNumbers(frames);
            return file(instance).onItem().transformToMulti(file -> StoredFrames.of(file, frames));
        });
    }

    @Override
    public Multi<Buffer> bulk(DicomTarget instance, List<Integer> path, Consumer<DataSet> owner) {
        return file(instance).onItem().transformToMulti(file -> {
            owner.accept(file.dataSet());
            return StoredFrames.bulk(file, path);
        });
    }

    @Override
    public boolean stores() {
        return true;
    }

    @Override
    public Uni<Void> store(IncomingInstance instance) {
        FolderIntake intake = new FolderIntake(folder, index);
        return firstLook
                .invoke(this::requireLook)
                .chain(() -> Worker.run(() -> intake.copy(instance)))
                .flatMap(copy -> Uni.createFrom()
                        .<Void>emitter(done -> looks.execute(() -> {
                            try {
                                intake.place(instance, copy);
                                done.complete(null);
                            } catch (IOException | RuntimeException failure) {
                                done.fail(failure);
                            }
                        })))
                .onFailure(failure -> !(failure instanceof Failure))
                .transform(failure -> Failure.causedBy(
                        FailureKind.UNAVAILABLE, "the archive's folder cannot be written to now", failure));
    }

    @Override
    public Multi<StudyEvent> events() {
        return Multi.createBy()
                .merging()
                .streams(events.onOverflow().buffer(), firstLook.onItem().transformToMulti(done -> Multi.createFrom()
                        .item(new StudyEvent.Unknown())));
    }

    @Override
    public Uni<Void> ping() {
        return Worker.run(() -> Files.isReadable(folder)).map(readable -> {
            if (!readable) {
                throw Failure.of(FailureKind.UNAVAILABLE, "the archive's folder cannot be read");
            }
            return null;
        });
    }

    @Override
    public PacsCondition condition() {
        if (!fault.isEmpty()) {
            return PacsCondition.of(PacsCondition.State.FAILING);
        }
        return PacsCondition.of(index.hasLooked() ? PacsCondition.State.UP : PacsCondition.State.UNKNOWN);
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }

    private void look() {
        Duration pause = poll;
        try {
            FolderIndex.Look look = index.look();
            fault = "";
            look.changed().forEach(this::tell);
            pause = look.unsettled() ? soon() : poll;
        } catch (IOException | RuntimeException failure) {
            tellOnce(String.valueOf(failure.getMessage()));
            pause = index.hasLooked() ? poll : soon();
        }
        if (!looks.isShutdown()) {
            ScheduledFuture<?> unused = looks.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Duration soon() {
        return SOON.compareTo(poll) < 0 ? SOON : poll;
    }

    private void tellOnce(String newFault) {
        if (!newFault.equals(fault)) {
            LOG.warnf("archive %s: its folder cannot be gone through: %s", name, newFault);
        }
        fault = newFault;
    }

    private void requireLook() {
        if (!index.hasLooked()) {
            throw Failure.of(FailureKind.UNAVAILABLE, "the archive's folder cannot be read now");
        }
    }

    private void tell(Uid study) {
        boolean held = index.instances().stream().anyMatch(each -> each.study().equals(study));
        events.onNext(held ? new StudyEvent.Changed(study) : new StudyEvent.Removed(study));
    }

    private Multi<IndexedInstance> held(DicomTarget target) {
        return firstLook.invoke(this::requireLook).onItem().transformToMulti(ready -> {
            List<IndexedInstance> found =
                    index.instances().stream().filter(each -> each.isIn(target)).toList();
            return found.isEmpty()
                    ? Multi.createFrom().failure(absent())
                    : Multi.createFrom().iterable(found);
        });
    }

    private Multi<Buffer> content(IndexedInstance instance) {
        AtomicLong read = new AtomicLong();
        Multi<Buffer> bytes = BlockingContent.of(() -> Files.newInputStream(instance.path()));
        return Multi.createBy()
                .concatenating()
                .streams(
                        bytes.invoke(piece -> read.addAndGet(piece.length())),
                        Multi.createFrom()
                                .deferred(() -> read.get() == instance.size()
                                        ? Multi.createFrom().<Buffer>empty()
                                        : Multi.createFrom().failure(unreadable())))
                .onFailure(failure -> !(failure instanceof Failure))
                .transform(failure -> unreadable());
    }

    private Uni<DicomFile> file(DicomTarget instance) {
        return held(instance).toUni().flatMap(each -> Worker.run(() -> read(each)));
    }

    private static DicomFile read(IndexedInstance instance) throws IOException {
        return DicomFile.read(instance.path());
    }

    private static Failure absent() {
        return Failure.of(FailureKind.NOT_FOUND, "the archive does not hold this");
    }

    private static Failure unreadable() {
        return Failure.of(FailureKind.BAD_GATEWAY, "the archive's file changed or cannot be read");
    }
}
