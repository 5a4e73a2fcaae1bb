package health.webqx.imaging.store.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs as the application carries them. The build packs Maven Central's archive again ({@link #main}): without
 * what no running server needs and with a compression that is undone in a third of the time. Where that was not
 * done the archive serves as it came.
 */
public final class PostgresArchive {
    /** Every platform there are archives for, by the archives' own names. */
    private static final List<String> PLATFORMS = List.of(
            "linux-x86_64", "linux-arm_64", "darwin-x86_64", "darwin-arm_64", "windows-x86_64", "windows-arm_64");

    private static final String REPACKED = ".tgz";
    static final String AS_IT_CAME = ".txz";
    private static final int BUFFER = 1 << 16;

    private final URL url;

    PostgresArchive(URL url) {
        this.url = url;
    }

    /** The archive for a platform; empty where the application was built for others. */
    static Optional<PostgresArchive> of(String platform) {
        return Stream.of(REPACKED, AS_IT_CAME)
                .flatMap(packing -> find(platform, packing).stream())
                .findFirst();
    }

    static Optional<PostgresArchive> find(String platform, String packing) {
        return Optional.ofNullable(PostgresArchive.class.getResource("/postgres-" + platform + packing))
                .map(PostgresArchive::new);
    }

    /** As {@link Tarball#unpack}. */
    void unpack(Path folder) throws IOException {
        try (InputStream packed = open()) {
            Tarball.unpack(tar(packed), folder);
        }
    }

    /** Names a build of the server: another archive goes into another folder. A jar's directory already holds it. */
    String checksum() throws IOException {
        URLConnection connection = connection();
        try (CheckedInputStream in = new CheckedInputStream(connection.getInputStream(), new CRC32())) {
            if (connection instanceof JarURLConnection jar && jar.getJarEntry().getCrc() != -1) {
                return HexFormat.of().toHexDigits((int) jar.getJarEntry().getCrc());
            }
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().toHexDigits((int) in.getChecksum().getValue());
        }
    }

    private InputStream tar(InputStream packed) throws IOException {
        return url.getPath().endsWith(REPACKED) ? new GZIPInputStream(packed, BUFFER) : new XZInputStream(packed);
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(connection().getInputStream(), BUFFER);
    }

    private URLConnection connection() throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection;
    }

    /**
     * For the build: packs again what Maven Central's archives on the class path hold, unless that was done before.
     *
     * @param arguments the folder of the application's classes
     */
    public static void main(String[] arguments) throws IOException {
        Path classes = Path.of(arguments[0]);
        for (String platform : PLATFORMS) {
            Optional<PostgresArchive> archive = find(platform, AS_IT_CAME);
            if (archive.isPresent()) {
                archive.get().repack(classes.resolve("postgres-" + platform + REPACKED));
            }
        }
    }

    /** The time of the one is the time of the other, and so another release's is noticed. */
    private void repack(Path file) throws IOException {
        FileTime made = FileTime.fromMillis(connection().getLastModified());
        if (Files.exists(file) && Files.getLastModifiedTime(file).equals(made)) {
            return;
        }
        Path part = file.resolveSibling(Objects.requireNonNull(file.getFileName()) + ".part");
        try (InputStream packed = open();
                OutputStream repacked = new GZIPOutputStream(Files.newOutputStream(part), BUFFER)) {
            Tarball.copy(tar(packed), repacked);
        }
        Files.setLastModifiedTime(part, made);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
