package health.webqx.imaging.cache;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Instances as files on disk, read so far that each frame is found without the others: one frame costs one frame. As with
 * {@link KeptAnswers}, whoever asks has been permitted to see what the key names. Never blocks.
 */
@ApplicationScoped
public class KeptInstances {
    private static final Logger LOG = Logger.getLogger(KeptInstances.class);

    private final CacheFolder folder;
    private final Vertx vertx;
    private final BoundedMap<HeldFile> files;
    private final SingleFlight<Optional<HeldFile>> flights = new SingleFlight<>();
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
                .map(file -> onWorker(file::content)
                        .onItem()
                        .transformToMulti(reading)
                        .onTermination()
                        .invoke(file::release))
                .orElseGet(otherwise));
    }

    private Uni<Optional<HeldFile>> at(String key, Supplier<Multi<Buffer>> content) {
        Optional<HeldFile> held = files.find(key);
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
        return onWorker(folder::newFile)
                .onFailure()
                .transform(CannotKeep::new)
                .flatMap(path -> write(path, content)
                        .flatMap(size -> size > files.largest() ? tooLarge(path) : held(path))
                        .onFailure()
                        .call(failed -> deleted(path)))
                .onFailure(CannotKeep.class)
                .recoverWithItem(KeptInstances::notKept);
    }

    private static Uni<Optional<HeldFile>> held(Path path) {
        return onWorker(() -> Optional.of(new HeldFile(path, Files.size(path), DicomFile.read(path))));
    }

    private static Uni<Optional<HeldFile>> tooLarge(Path path) {
        return deleted(path).replaceWith(Optional.empty());
    }

    private static Uni<Void> deleted(Path path) {
        return onWorker(() -> {
                    CacheFolder.delete(path);
                    return path;
                })
                .replaceWithVoid();
    }

    private static Optional<HeldFile> notKept(Throwable full) {
        LOG.warnf("an instance is not kept: %s", full.getMessage());
        return Optional.empty();
    }

    /** How many bytes were written; the rest of what is too large is not fetched. */
    private Uni<Long> write(Path path, Multi<Buffer> content) {
        long[] written = {0};
        return vertx.fileSystem()
                .open(path.toString(), new OpenOptions().setWrite(true))
                .onFailure()
                .transform(CannotKeep::new)
                .flatMap(file -> content.onItem()
                        .invoke(piece -> written[0] += piece.length())
                        .select()
                        .first(piece -> written[0] <= files.largest())
                        .onItem()
                        .transformToUniAndConcatenate(piece -> write(file, piece))
                        .collect()
                        .asList()
                        .onItemOrFailure()
                        .call(file::close)
                        .map(done -> written[0]));
    }

    private static Uni<Void> write(AsyncFile file, Buffer piece) {
        return file.write(io.vertx.mutiny.core.buffer.Buffer.newInstance(piece))
                .onFailure()
                .transform(CannotKeep::new);
    }

    /** It is our disk that fails, not the archive. */
    private static final class CannotKeep extends RuntimeException {
        private static final long serialVersionUID = 1;

        CannotKeep(Throwable cause) {
            super(cause);
        }
    }

    private interface Work<T> {
        T done() throws IOException;
    }

    private static <T> Uni<T> onWorker(Work<T> work) {
        return Uni.createFrom()
                .item(() -> {
                    try {
                        return work.done();
                    } catch (IOException failure) {
                        throw Failure.causedBy(FailureKind.BAD_GATEWAY, "the archive's file cannot be read", failure);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
