package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.directory.DirectoryArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by a folder. */
class DirectoryArchiveTest extends PacsConnectorContract {
    private static final Map<Uid, Path> HELD = new TreeMap<>(java.util.Comparator.comparing(Uid::value));

    @TempDir
    static Path folder;

    private static DirectoryArchive archive;

    @BeforeAll
    static void fill() throws IOException {
        for (Map.Entry<Uid, Path> file : realFiles().entrySet()) {
            Files.copy(file.getValue(), folder.resolve(file.getKey() + ".dcm"));
            HELD.put(file.getKey(), file.getValue());
        }
        archive = new DirectoryArchive(new PacsDefinition(
                "folder",
                PacsType.DIRECTORY,
                folder.toString(),
                Map.of(),
                false,
                Optional.empty(),
                Duration.ofSeconds(10),
                4,
                Optional.of(Duration.ofMillis(200))));
    }

    @AfterAll
    static void close() {
        if (archive != null) {
            archive.close();
        }
        HELD.clear();
    }

    @Override
    PacsConnector archive() {
        return archive;
    }

    @Override
    Map<Uid, Path> held() {
        return HELD;
    }

    @Override
    void add(Path file) throws IOException {
        Files.copy(file, folder.resolve("added.part"));
        Files.move(folder.resolve("added.part"), folder.resolve("added.dcm"));
    }

    @Override
    void remove(Uid study) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (DicomFile.read(file).dataSet().uid(Tag.StudyInstanceUID).equals(Optional.of(study))) {
                    Files.delete(file);
                }
            }
        }
    }
}
