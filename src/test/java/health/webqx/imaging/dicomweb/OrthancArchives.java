package health.webqx.imaging.dicomweb;

import health.webqx.imaging.pacs.OrthancProcess;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** An empty Orthanc as the only archive; where there is none, none. */
public final class OrthancArchives implements QuarkusTestResourceLifecycleManager {
    private OrthancProcess orthanc;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target/orthanc")).toAbsolutePath(), "stow");
            orthanc = OrthancProcess.start(folder);
            return Map.of(
                    "webqx.pacs.real.type",
                    "orthanc",
                    "webqx.pacs.real.url",
                    orthanc.url(),
                    "webqx.pacs.real.username",
                    OrthancProcess.USER,
                    "webqx.pacs.real.password",
                    OrthancProcess.PASSWORD,
                    "webqx.pacs.real.patient-id-system",
                    "https://webqx.health/sandbox/mrn",
                    "webqx.data-dir",
                    "target/orthanc-data",
                    "webqx.test.orthanc",
                    "true");
        } catch (TestAbortedException notInstalled) {
            return Map.of("webqx.test.orthanc", "false");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (orthanc != null) {
                orthanc.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
