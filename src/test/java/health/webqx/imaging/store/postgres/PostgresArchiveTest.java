package health.webqx.imaging.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build packs again is what came. */
class PostgresArchiveTest {
    @TempDir
    Path folder;

    @Test
    void unpacksToTheSameFilesAsTheArchiveThatCame() throws IOException {
        PostgresArchive.main(new String[] {folder.toString()});

        PostgresArchive repacked = new PostgresArchive(packedAgain().toUri().toURL());
        PostgresArchive original = PostgresArchive.find(PostgresBinaries.platform(), PostgresArchive.AS_IT_CAME)
                .orElseThrow();
        assertThat(unpacked(repacked, "repacked"))
                .isEqualTo(unpacked(original, "original"))
                .containsKey("bin/postgres");
    }

    @Test
    void isLeftWhereItWasPackedBeforeAndReplacedWhereItIsOfAnotherRelease() throws IOException {
        PostgresArchive.main(new String[] {folder.toString()});
        Object first = Files.getAttribute(packedAgain(), "fileKey");

        PostgresArchive.main(new String[] {folder.toString()});
        assertThat(Files.getAttribute(packedAgain(), "fileKey")).isEqualTo(first);

        Files.writeString(packedAgain(), "of another release");
        PostgresArchive.main(new String[] {folder.toString()});
        assertThat(Files.size(packedAgain())).isGreaterThan(1_000_000);
    }

    private Path packedAgain() {
        return folder.resolve("postgres-" + PostgresBinaries.platform() + ".tgz");
    }

    /** Each file's content, whether it may be run, and where a link leads. */
    private Map<String, String> unpacked(PostgresArchive archive, String name) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        archive.unpack(home);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            all.filter(file -> !Files.isDirectory(file))
                    .forEach(file -> files.put(home.relativize(file).toString(), told(file)));
        }
        return files;
    }

    private static String told(Path file) {
        try {
            return Files.isSymbolicLink(file)
                    ? "-> " + Files.readSymbolicLink(file)
                    : Arrays.hashCode(Files.readAllBytes(file)) + " " + Files.isExecutable(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
