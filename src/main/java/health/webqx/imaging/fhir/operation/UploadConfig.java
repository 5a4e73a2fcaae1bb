package health.webqx.imaging.fhir.operation;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much of DICOM files that are sent to operations is taken at a time. */
@ConfigMapping(prefix = "webqx.uploads")
public interface UploadConfig {
    /** Bytes of a file at most. */
    @WithDefault("2G")
    MemorySize maxSize();

    /** Files that are worked on at a time; who comes then is told to come again. */
    @WithDefault("32")
    int atOnce();

    /** How long a file may take to arrive. */
    @WithDefault("10m")
    Duration timeout();
}
