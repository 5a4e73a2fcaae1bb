package health.webqx.imaging.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A {@link WritingService} in a JVM of its own, to be killed. */
record ServiceProcess(Process process, Path acknowledged, Path output) implements AutoCloseable {
    private static final Duration STARTED = Duration.ofSeconds(60);

    /** Starts one on the folder; prefix goes before its command. */
    static ServiceProcess on(Path folder, Path programs, List<String> prefix, String classPath) throws IOException {
        Path acknowledged = folder.resolveSibling(folder.getFileName() + ".acknowledged");
        Path output = folder.resolveSibling(folder.getFileName() + ".output");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classPath,
                WritingService.class.getName(),
                folder.toString(),
                programs.toAbsolutePath().toString(),
                acknowledged.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ServiceProcess(process, acknowledged, output);
    }

    static ServiceProcess on(Path folder) throws IOException {
        return on(folder, UnderTarget.PROGRAMS, List.of(), System.getProperty("java.class.path"));
    }

    /** Waits until so many writes are acknowledged. */
    ServiceProcess havingWritten(int count) throws IOException {
        await().atMost(STARTED).until(() -> !process.isAlive() || lastAcknowledged() >= count);
        assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
        return this;
    }

    /** Kills it as {@code kill -9} does. */
    ServiceProcess kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        return this;
    }

    /** The last number that is known to be written. */
    int lastAcknowledged() throws IOException {
        if (!Files.exists(acknowledged)) {
            return 0;
        }
        String text = Files.readString(acknowledged);
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        return lines.isEmpty() ? 0 : Integer.parseInt(lines.get(lines.size() - 1));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
