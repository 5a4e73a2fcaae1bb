package health.webqx.imaging.store.postgres;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jboss.logging.Logger;
import org.tukaani.xz.XZInputStream;

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
     * once in the same folder. Blocks for about two seconds when it has to unpack.
     */
    static PostgresBinaries in(Path folder) {
        String archive = "postgres-" + platform() + ".txz";
        URL resource = PostgresBinaries.class.getResource("/" + archive);
        if (resource == null) {
            throw Failure.of(
                    FailureKind.UNAVAILABLE,
                    "There are no PostgreSQL programs for this machine (" + archive + ") in the application. Build with"
                            + " -Dembedded-postgres.platform=… or use an external database.");
        }
        try {
            Files.createDirectories(folder);
            Path home = folder.resolve("postgres-" + platform() + "-" + checksum(resource));
            if (!Files.isDirectory(home)) {
                removeAbandoned(folder);
                unpack(resource, home);
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

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "darwin" : "linux";
        return system + (List.of("aarch64", "arm64").contains(arch) ? "-arm_64" : "-x86_64");
    }

    /** Names a build of the server: another archive goes into another folder. The jar's directory already holds it. */
    private static String checksum(URL resource) throws IOException {
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        try (CheckedInputStream in = new CheckedInputStream(connection.getInputStream(), new CRC32())) {
            if (connection instanceof JarURLConnection jar && jar.getJarEntry().getCrc() != -1) {
                return HexFormat.of().toHexDigits((int) jar.getJarEntry().getCrc());
            }
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().toHexDigits((int) in.getChecksum().getValue());
        }
    }

    /** A whole folder appears at once or not at all: an interrupted unpacking is never taken for a finished one. */
    private static void unpack(URL resource, Path home) throws IOException {
        Path part = Files.createTempDirectory(home.getParent(), PART);
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        try (InputStream packed = new BufferedInputStream(connection.getInputStream(), 1 << 16)) {
            Tarball.unpack(new XZInputStream(packed), part);
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
