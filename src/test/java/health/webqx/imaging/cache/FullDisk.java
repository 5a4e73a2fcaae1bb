package health.webqx.imaging.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A folder where files can be made and nothing can be written into them. */
final class FullDisk extends CacheFolder {
    final Path file;
    final AtomicInteger made = new AtomicInteger();

    FullDisk(CacheConfig config, Path folder) {
        super(config, folder);
        file = folder.resolve("full");
    }

    @Override
    Path newFile() throws IOException {
        Files.deleteIfExists(file);
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        made.incrementAndGet();
        return file;
    }
}
