package health.webqx.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a script of {@code src/test/js} beside the packages that {@code .ci/run} installs into {@code target/js}. */
public final class NodeScript {
    private static final Path SCRIPTS = Path.of("src/test/js");
    private static final Path INSTALLED = Path.of("target/js");

    private NodeScript() {}

    /** Requires that the script prints {@code done} and nothing else, within two minutes. */
    public static void run(String name, String npmPackage, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path node = Peer.require("node");
        Peer.requireFile(INSTALLED.resolve("node_modules").resolve(npmPackage).toString());
        Path script = INSTALLED.resolve(name + ".mjs");
        Files.copy(SCRIPTS.resolve(name + ".mjs"), script, StandardCopyOption.REPLACE_EXISTING);

        ProcessBuilder command = new ProcessBuilder(
                        node.toString(), script.getFileName().toString())
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true);
        command.environment().putAll(environment);
        Path output = Files.createTempFile(INSTALLED, name, ".log");
        Process process = command.redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("done");
    }
}
