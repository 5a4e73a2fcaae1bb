package health.webqx.imaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that others wrote and that tests hold us against. Where one is missing its tests are skipped and say so; with
 * {@code WEBQX_PEERS=required}, as in CI, they fail.
 */
public final class Peer {
    private static final Path DICOM_FILES = Path.of("../shared/dicom");

    private Peer() {}

    /** Where a program of that name is. */
    public static Path require(String program) {
        return there(candidates(program).findFirst(), program);
    }

    /** The {@code python3} that can load a module: a machine may have several. */
    public static Path requirePython(String module) {
        return there(
                candidates("python3")
                        .filter(python -> succeeds(python.toString(), "-c", "import " + module))
                        .findFirst(),
                "python3 with the module " + module);
    }

    /** A file that a package brings. */
    public static Path requireFile(String path) {
        return there(Optional.of(Path.of(path)).filter(Files::exists), path);
    }

    /** Real DICOM files of every transfer syntax, which lie beside the project. */
    public static Path requireDicomFiles() {
        Assumptions.assumeTrue(Files.isDirectory(DICOM_FILES), "SKIPPED: there is no " + DICOM_FILES);
        return DICOM_FILES;
    }

    private static Stream<Path> candidates(String program) {
        return Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
                        Stream.of("/usr/bin", "/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable);
    }

    private static <T> T there(Optional<T> found, String name) {
        if (found.isEmpty() && "required".equals(System.getenv("WEBQX_PEERS"))) {
            throw new AssertionError(name + " is required here and missing");
        }
        Assumptions.assumeTrue(found.isPresent(), "SKIPPED: " + name + " is not on this machine");
        return found.orElseThrow();
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
