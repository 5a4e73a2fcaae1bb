package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients that apps in JavaScript use, as they come from npm: {@code .ci/run} installs them into {@code target/js}. */
@QuarkusTest
class JavaScriptClientsTest {
    private static final Path SCRIPTS = Path.of("src/test/js");
    private static final Path INSTALLED = Path.of("target/js");

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"fhirclient", "fhir-kit-client"})
    void doesWhatAppsDoWithIt(String client) throws IOException, InterruptedException {
        Path node = Peer.require("node");
        Peer.requireFile(INSTALLED.resolve("node_modules").resolve(client).toString());
        Path script = INSTALLED.resolve(client + ".mjs");
        Files.copy(SCRIPTS.resolve(client + ".mjs"), script, StandardCopyOption.REPLACE_EXISTING);

        ProcessBuilder command = new ProcessBuilder(node.toString(), script.toString()).redirectErrorStream(true);
        command.environment().put("FHIR_BASE", "http://localhost:" + port + "/fhir");
        command.environment().put("FHIR_TOKEN", Sandbox.token("system/*.cruds", Map.of()));
        Path output = Files.createTempFile(INSTALLED, client, ".log");
        Process process = command.redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("done");
    }
}
