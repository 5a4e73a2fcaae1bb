package health.webqx.imaging.store.postgres;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * The unpacked programs of the PostgreSQL server.
 *
 * @param home the folder with {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path home) {
    private static final Logger LOG = Logger.getLogger(PostgresBinaries.class);

    /** Begins the name of a folder that is still being unpacked. */
    private static final String PART = "part-";

    /** No unpacking takes this long: an older one was interrupted. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    /**
     * The programs for this machine, unpacked into the folder if they are not there yet. Several processes may do so at
     * once in the same folder. Blocks for about half a second when it has to unpack.
     */
    static PostgresBinaries in(Path folder) {
        PostgresArchive archive = PostgresArchive.of(platform())
                .orElseThrow(() -> Failure.of(
                        FailureKind.UNAVAILABLE,
                        "There are no PostgreSQL programs for this machine (" + platform()
                                + ") in the application. Build"
                                + " with -Dembedded-postgres.platform=… or use an external database."));
        try {
            Files.createDirectories(folder);
            Path home = folder.resolve("postgres-" + platform() + "-" + archive.checksum());
            if (!Files.isDirectory(home)) {
                removeAbandoned(folder);
                unpack(archive, home);
            }
            return new PostgresBinaries(home.toRealPath());
        } catch (IOException e) {
            throw Failure.causedBy(
                    FailureKind.UNAVAILABLE, "The PostgreSQL programs cannot be unpacked into " + folder + ": " + e, e);
        }
    }

    /** One of {@code postgres}, {@code initdb}, {@code pg_ctl}. */
    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "darwin" : "linux";
        return system + (List.of("aarch64", "arm64").contains(arch) ? "-arm_64" : "-x86_64");
    }

    /** A whole folder appears at once or not at all: an interrupted unpacking is never taken for a finished one. */
    private static void unpack(PostgresArchive archive, Path home) throws IOException {
        Path part = Files.createTempDirectory(home.getParent(), PART);
        try {
            archive.unpack(part);
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            FileTree.delete(part);
            if (!Files.isDirectory(home)) {
                throw e;
            }
            LOG.debug("Another process unpacked the PostgreSQL programs first");
        }
    }

    private static void removeAbandoned(Path folder) throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, PART + "*")) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).toInstant().isBefore(limit)) {
                    FileTree.delete(part);
                }
            }
        }
    }
}
