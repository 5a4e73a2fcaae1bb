package health.webqx.imaging.cache;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The folder that this process keeps files in, readable to its user alone. What processes left behind that are no more is
 * deleted when one starts. All calls block.
 */
@ApplicationScoped
class CacheFolder {
    private static final Logger LOG = Logger.getLogger(CacheFolder.class);
    private static final String LOCK = "lock";

    private final Path all;
    private @Nullable Path own;
    private @Nullable FileLock held;

    CacheFolder(CacheConfig config, @ConfigProperty(name = "webqx.data-dir") Path data) {
        this.all = config.folder().orElse(data.resolve("cache")).toAbsolutePath();
    }

    /** A new, empty file. */
    Path newFile() throws IOException {
        return Files.createTempFile(folder(), "", "");
    }

    /** Deletes a file; one that cannot be is told of and left. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            LOG.warnf("%s is left behind: %s", file.getFileName(), left.getMessage());
        }
    }

    /** Made when it is first needed. */
    private synchronized Path folder() throws IOException {
        if (own == null) {
            Files.createDirectories(all);
            clear();
            Path made = Files.createTempDirectory(all, "node-");
            held = FileChannel.open(made.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .lock();
            own = made;
        }
        return own;
    }

    private void clear() throws IOException {
        try (Stream<Path> left = Files.list(all)) {
            left.filter(each -> each.getFileName().toString().startsWith("node-"))
                    .filter(CacheFolder::isAbandoned)
                    .forEach(CacheFolder::deleteAll);
        }
    }

    /** Whoever lives holds its lock; one that has none yet is just being made. */
    private static boolean isAbandoned(Path folder) {
        try (FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock taken = lock.tryLock()) {
            return taken != null;
        } catch (IOException | OverlappingFileLockException inUse) {
            return false;
        }
    }

    private static void deleteAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            all.forEach(CacheFolder::delete);
        } catch (IOException left) {
            LOG.warnf("%s is left behind: %s", folder.getFileName(), left.getMessage());
        }
        delete(folder);
    }

    @PreDestroy
    synchronized void close() throws IOException {
        if (held != null && own != null) {
            held.channel().close();
            deleteAll(own);
        }
        held = null;
        own = null;
    }
}
