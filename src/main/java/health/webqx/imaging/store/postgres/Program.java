package health.webqx.imaging.store.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs other programs, with nothing of this service's environment, which may hold its secrets. */
final class Program {
    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

    /** What Windows programs do not start without. */
    private static final List<String> KEPT_VARIABLES = List.of("PATH", "SystemRoot", "TEMP", "TMP");

    private Program() {}

    /**
     * What a program did.
     *
     * @param code its exit code, 0 for success
     * @param output what it printed, the end of it
     */
    record Outcome(int code, String output) {
        boolean succeeded() {
            return code == 0;
        }
    }

    /** Where a program of the system lies, if it is installed. */
    static Optional<String> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), SYSTEM_FOLDERS.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** A command ready to start in a folder, with its errors among its output. */
    static ProcessBuilder builder(List<String> command, Path folder) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.environment().keySet().retainAll(KEPT_VARIABLES);
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** Runs a command to its end, for at most the given time; one that cannot be started has code 127, as in a shell. */
    static Outcome run(List<String> command, Path folder, Duration limit) throws InterruptedException {
        try {
            Path output = Files.createTempFile("webqx-", ".out");
            try {
                Process process =
                        builder(command, folder).redirectOutput(output.toFile()).start();
                process.getOutputStream().close();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                }
                return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return new Outcome(127, String.valueOf(e.getMessage()));
        }
    }
}
