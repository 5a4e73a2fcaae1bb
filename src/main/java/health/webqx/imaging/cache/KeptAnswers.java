package health.webqx.imaging.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Metadata and pictures: the ones used last in memory, more of them on disk. Whoever asks has been permitted to see what the
 * key names, at this request; what was made for one is given to another only then. Never blocks.
 */
@ApplicationScoped
public class KeptAnswers {
    private static final Logger LOG = Logger.getLogger(KeptAnswers.class);

    private final CacheFolder folder;
    private final BoundedMap<KeptAnswer> memory;
    private final BoundedMap<Stored> disk;
    private final SingleFlight<KeptAnswer> flights = new SingleFlight<>();
    private final CacheMeters meters;

    private record Stored(String label, Path file) {}

    KeptAnswers(CacheConfig config, CacheFolder folder, Vertx vertx, MeterRegistry registry) {
        this.folder = folder;
        InstantSource clock = InstantSource.system();
        memory = new BoundedMap<>(config.memory().asLongValue(), config.keep(), clock, answer -> {});
        disk = new BoundedMap<>(
                config.answers().asLongValue(), config.keep(), clock, stored -> Infrastructure.getDefaultWorkerPool()
                        .execute(() -> CacheFolder.delete(stored.file())));
        meters = CacheMeters.of("answers", registry, () -> memory.bytes() + disk.bytes());
        CacheMeters.sweepNowAndThen(vertx, memory, disk);
    }

    /** The answer of that key, where it is in memory. */
    public Optional<KeptAnswer> find(String key) {
        Optional<KeptAnswer> held = memory.find(key);
        held.ifPresent(hit -> meters.hit());
        return held;
    }

    /**
     * The answer of that key, made when none is kept; once for all who want it at the same time.
     *
     * @param key names what it is and as of when, so that what is kept under it stays right
     * @param make its failure is everybody's who waits, and is not kept
     */
    public Uni<KeptAnswer> get(String key, Supplier<Uni<KeptAnswer>> make) {
        return find(key)
                .map(held -> Uni.createFrom().item(held))
                .orElseGet(() ->
                        flights.join(key, () -> fromDisk(key).onItem().ifNull().switchTo(() -> made(key, make))));
    }

    private Uni<KeptAnswer> fromDisk(String key) {
        Optional<Stored> stored = disk.find(key);
        if (stored.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .item(() -> read(stored.get()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(answer -> {
                    meters.hit();
                    memory.put(key, answer, answer.size());
                })
                .onFailure(UncheckedIOException.class)
                .recoverWithNull(); // it was let go of in this moment
    }

    private Uni<KeptAnswer> made(String key, Supplier<Uni<KeptAnswer>> make) {
        meters.miss();
        return Uni.createFrom().deferred(make::get).invoke(answer -> {
            memory.put(key, answer, answer.size());
            if (answer.size() <= disk.largest()) {
                Infrastructure.getDefaultWorkerPool().execute(() -> store(key, answer));
            }
        });
    }

    private void store(String key, KeptAnswer answer) {
        try {
            Path file = folder.newFile();
            write(file, answer.content().getBytes());
            disk.put(key, new Stored(answer.label(), file), answer.size());
        } catch (IOException full) {
            LOG.warnf("an answer is not kept: %s", full.getMessage());
        }
    }

    /** All of it, or the file goes. */
    private static void write(Path file, byte[] content) throws IOException {
        boolean written = false;
        try {
            Files.write(file, content);
            written = true;
        } finally {
            if (!written) {
                CacheFolder.delete(file);
            }
        }
    }

    private static KeptAnswer read(Stored stored) {
        try {
            return new KeptAnswer(stored.label(), Buffer.buffer(Files.readAllBytes(stored.file())));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
