package health.webqx.imaging.dicomweb;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Three empty folders as archives: one for what is sent, one for MR, one for the department of cardiology. */
public final class StoreFolders implements QuarkusTestResourceLifecycleManager {
    static final Path ROOT = Path.of("target/stow").toAbsolutePath();

    @Override
    public Map<String, String> start() {
        try {
            for (String archive : List.of("main", "magnets", "hearts")) {
                Path folder = ROOT.resolve(archive);
                if (Files.exists(folder)) {
                    delete(folder);
                }
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String system = "https://webqx.health/sandbox/mrn";
        return Map.ofEntries(
                Map.entry("webqx.data-dir", "target/stow-data"),
                Map.entry("webqx.pacs.main.type", "directory"),
                Map.entry("webqx.pacs.main.url", ROOT.resolve("main").toString()),
                Map.entry("webqx.pacs.main.primary", "true"),
                Map.entry("webqx.pacs.main.patient-id-system", system),
                Map.entry("webqx.pacs.magnets.type", "directory"),
                Map.entry("webqx.pacs.magnets.url", ROOT.resolve("magnets").toString()),
                Map.entry("webqx.pacs.magnets.patient-id-system", system),
                Map.entry("webqx.pacs.hearts.type", "directory"),
                Map.entry("webqx.pacs.hearts.url", ROOT.resolve("hearts").toString()),
                Map.entry("webqx.pacs.hearts.patient-id-system", system),
                Map.entry("webqx.store-rules.a.departments", "Cardiology"),
                Map.entry("webqx.store-rules.a.archive", "hearts"),
                Map.entry("webqx.store-rules.b.modalities", "MR,NM"),
                Map.entry("webqx.store-rules.b.archive", "magnets"),
                Map.entry("webqx.stow.max-size", "2M"),
                Map.entry("webqx.stow.max-instance-size", "1M"));
    }

    /** The files of an archive, those that nobody looks at included. */
    static List<String> files(String archive) {
        try (Stream<Path> all = Files.walk(ROOT.resolve(archive))) {
            return all.filter(Files::isRegularFile)
                    .map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void stop() {}
}
