package health.webqx.imaging.bench;

import health.webqx.imaging.PackagedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * The packaged server's classes as the JVM holds them in memory (JEP 350): a start reads from it what it would otherwise take out of
 * jars and check. The image is built with one, in the same way.
 */
final class ClassArchive {
    private static final Path FILE = Path.of("target/classes.jsa").toAbsolutePath();
    private static final Path APPLICATION = Path.of("target/quarkus-app/quarkus/generated-bytecode.jar");

    private ClassArchive() {}

    /** The JVM option that uses the archive; made by a start and a stop where there is none of this build yet. */
    static String option(String javaOptions) throws IOException, InterruptedException {
        if (!Files.exists(FILE) || made(FILE).compareTo(made(APPLICATION)) < 0) {
            Files.deleteIfExists(FILE);
            Path folder = Files.createTempDirectory("webqx-classes");
            String archiving = javaOptions + " -XX:ArchiveClassesAtExit=" + FILE;
            PackagedServer.demo(folder, Map.of("WEBQX_PACS_SAMPLES_ENABLED", "false", "JDK_JAVA_OPTIONS", archiving))
                    .close();
            ScratchFolder.delete(folder);
        }
        return "-XX:SharedArchiveFile=" + FILE;
    }

    private static FileTime made(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }
}
