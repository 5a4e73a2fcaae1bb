package health.webqx.imaging.dicom;

import health.webqx.imaging.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code ../shared/dicom}, which none of us wrote, and what other programs say about files. */
public final class RealFiles {
    private RealFiles() {}

    /** Every DICOM file, in order of names; the test is skipped where the folder is missing. */
    public static List<Path> list() {
        try (Stream<Path> all = Files.walk(Peer.requireDicomFiles())) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*(INDEX.tsv|LICENSE|\\.txt|\\.md)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that we do not refuse. */
    public static List<Path> readable() {
        return list().stream().filter(RealFiles::isReadable).toList();
    }

    public static boolean isReadable(Path file) {
        try {
            DicomFile.read(file);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** What a program prints, on both of its streams. */
    public static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return text;
    }
}
