package health.webqx.imaging.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Test folders on the build's own disk: what is in memory on some machines says nothing about fsync. */
final class UnderTarget implements TempDirFactory {
    /** The server's programs, unpacked once for all tests. */
    static final Path PROGRAMS = Path.of("target", "postgres-programs");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "postgres-test-")
                .toRealPath();
    }
}
