package health.webqx.imaging.cache;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of a test's cache, in bytes. */
record Bounds(Path path, long inMemory, long onDisk) implements CacheConfig {
    @Override
    public Optional<Path> folder() {
        return Optional.of(path);
    }

    @Override
    public MemorySize memory() {
        return new MemorySize(BigInteger.valueOf(inMemory));
    }

    @Override
    public MemorySize answers() {
        return new MemorySize(BigInteger.valueOf(onDisk));
    }

    @Override
    public MemorySize instances() {
        return new MemorySize(BigInteger.valueOf(onDisk));
    }

    @Override
    public Duration keep() {
        return Duration.ofMinutes(1);
    }
}
