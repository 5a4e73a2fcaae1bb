package health.webqx.imaging.sandbox;

import health.webqx.imaging.sandbox.sample.SampleStudies;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.jboss.logging.Logger;

/** The images of the sample people: computed at the first start, beside the first requests, into a folder of DICOM files. */
@ApplicationScoped
public class SampleImages {
    private static final Logger LOG = Logger.getLogger(SampleImages.class);

    private final SandboxConfig config;

    SampleImages(SandboxConfig config) {
        this.config = config;
    }

    /** The folder is there at once, for the archive that serves it begins to look at it now. */
    void write(@Observes @Priority(200) StartupEvent event) throws IOException {
        if (config.enabled() && config.samples().isPresent()) {
            Files.createDirectories(config.samples().get());
            Infrastructure.getDefaultWorkerPool().execute(this::writeStudies);
        }
    }

    private void writeStudies() {
        try {
            SampleStudies.writeTo(config.samples().orElseThrow());
        } catch (UncheckedIOException failure) {
            LOG.errorf("the sample studies cannot be written: %s", failure.getMessage());
        }
    }
}
