package health.webqx.imaging.cache;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.passing.Passing;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Instances as files on disk, read so far that each frame is found without the others: one frame costs one frame, and a whole
 * instance none of the archive's time. As with {@link KeptAnswers}, whoever asks has been permitted to see what the key names.
 * Never blocks.
 */
@ApplicationScoped
public class KeptInstances {
    private static final Logger LOG = Logger.getLogger(KeptInstances.class);

    private final CacheFolder folder;
    private final Vertx vertx;
    private final BoundedMap<HeldFile> files;
    private final SingleFlight<Optional<HeldFile>> flights = new SingleFlight<>();
    private final Set<String> copied = ConcurrentHashMap.newKeySet();
    private final CacheMeters meters;

    KeptInstances(CacheConfig config, CacheFolder folder, Vertx vertx, MeterRegistry registry) {
        this.folder = folder;
        this.vertx = vertx;
        files = new BoundedMap<>(
                config.instances().asLongValue(), config.keep(), InstantSource.system(), HeldFile::release);
        meters = CacheMeters.of("instances", registry, files::bytes);
        CacheMeters.sweepNowAndThen(vertx.getDelegate(), files);
    }

    /** Whether the instance of that key is at hand. */
    public boolean has(String key) {
        return files.find(key).isPresent();
    }

    /**
     * Reads from an instance, which is laid down first where it is not at hand; once for all who want it.
     *
     * @param content the Part 10 file, checked to be what the key names; what fails it fails the reading, and cannot be read
     *     as DICOM is {@code BAD_GATEWAY}
     * @param reading done while the file stays, until it ends, fails or is cancelled
     * @param otherwise done instead with an instance that cannot be kept: it is too large, or the disk is full
     */
    public <T> Multi<T> read(
            String key,
            Supplier<Multi<Buffer>> content,
            Function<DicomFile, Multi<T>> reading,
            Supplier<Multi<T>> otherwise) {
        return at(key, content).onItem().transformToMulti(held -> held.filter(HeldFile::take)
                .map(file -> file.description()
                        .emitOn(Infrastructure.getDefaultWorkerPool()) // frames are read where reading may block
                        .onItem()
                        .transformToMulti(known -> reading.apply(known.file()))
                        .onTermination()
                        .invoke(file::release))
                .orElseGet(otherwise));
    }

    /** The instance of that key, where it is at hand; whoever is given it has to {@link HeldFile#release} it. */
    public Optional<HeldFile> take(String key) {
        Optional<HeldFile> held = atHand(key).filter(HeldFile::take);
        held.ifPresent(hit -> meters.hit());
        return held;
    }

    /** One whose file is gone, for somebody cleared the folder, is forgotten. */
    private Optional<HeldFile> atHand(String key) {
        Optional<HeldFile> held = files.find(key);
        if (held.isPresent() && !held.get().isThere()) {
            files.remove(key);
            return Optional.empty();
        }
        return held;
    }

    /**
     * An instance on its way to somebody, which is kept if it comes to its end; of those that pass at the same time one is. What
     * cannot be kept passes as it would have.
     *
     * @param length of the content, where it is known before
     * @param content the Part 10 file, checked to be what the key names
     */
    public Multi<Buffer> passing(String key, OptionalLong length, Multi<Buffer> content) {
        if (files.largest() < Math.max(1, length.orElse(1))) {
            return content;
        }
        return Multi.createFrom()
                .deferred(() -> copied.add(key)
                        ? copying(key, content).onTermination().invoke(() -> copied.remove(key))
                        : content);
    }

    /** Whoever leaves may do so before there is anything to write to: the copy is made all the same, and goes then. */
    private Multi<Buffer> copying(String key, Multi<Buffer> content) {
        meters.miss();
        Uni<Optional<CopyInMaking>> begun =
                CopyInMaking.begin(folder, files.largest(), vertx).memoize().indefinitely();
        return begun.onItem()
                .transformToMulti(
                        copy -> copy.map(made -> written(key, made, content)).orElse(content))
                .onCancellation()
                .invoke(() ->
                        begun.subscribe().with(copy -> copy.ifPresent(KeptInstances::discard), KeptInstances::tellOf));
    }

    private Multi<Buffer> written(String key, CopyInMaking copy, Multi<Buffer> content) {
        return content.onItem()
                .call(copy::add)
                .onCompletion()
                .invoke(() -> keep(key, copy))
                .onFailure()
                .invoke(broken -> discard(copy));
    }

    private static void discard(CopyInMaking copy) {
        copy.discard().subscribe().with(gone -> {}, KeptInstances::tellOf);
    }

    private static void tellOf(Throwable failure) {
        LOG.debugf(failure, "an instance is not kept");
    }

    private Uni<Optional<HeldFile>> at(String key, Supplier<Multi<Buffer>> content) {
        Optional<HeldFile> held = atHand(key);
        if (held.isPresent()) {
            meters.hit();
            return Uni.createFrom().item(held);
        }
        return flights.join(key, () -> {
            meters.miss();
            return laidDown(content.get()).invoke(file -> file.ifPresent(kept -> files.put(key, kept, kept.size())));
        });
    }

    /** Empty for what is too large, and where our disk does not take it: then the archive is asked as if nothing were kept. */
    private Uni<Optional<HeldFile>> laidDown(Multi<Buffer> content) {
        return CopyInMaking.begin(folder, files.largest(), vertx)
                .flatMap(begun -> begun.map(copy -> filled(copy, content))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** The rest of what is too large is not fetched. */
    private static Uni<Optional<HeldFile>> filled(CopyInMaking copy, Multi<Buffer> content) {
        return content.onItem()
                .call(copy::add)
                .invoke(Passing::letGo)
                .select()
                .first(piece -> !copy.isGivenUp())
                .collect()
                .last()
                .onFailure()
                .call(copy::discard)
                .chain(copy::end);
    }

    private void keep(String key, CopyInMaking copy) {
        copy.end()
                .subscribe()
                .with(made -> made.ifPresent(file -> files.put(key, file, file.size())), KeptInstances::tellOf);
    }
}
