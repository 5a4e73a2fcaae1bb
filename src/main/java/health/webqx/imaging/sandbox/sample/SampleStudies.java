package health.webqx.imaging.sandbox.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All studies of the sample patients, as a folder of DICOM files. */
public final class SampleStudies {
    private SampleStudies() {}

    /**
     * Writes the studies that are not there yet, each of them whole or not at all. Blocks for some seconds, on as many
     * threads as there are processors.
     *
     * @throws UncheckedIOException when the files cannot be written
     */
    public static void writeTo(Path folder) {
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        try {
            delete(unfinished);
            for (Map.Entry<String, List<SampleFile>> study : byStudy().entrySet()) {
                Path place = folder.resolve(study.getKey());
                if (!Files.exists(place)) {
                    study.getValue().parallelStream().forEach(file -> file.writeInto(unfinished));
                    Files.createDirectories(place.getParent());
                    Files.move(unfinished.resolve(study.getKey()), place, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            delete(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<SampleFile>> byStudy() {
        return files().collect(
                        Collectors.groupingBy(file -> file.study().folder(), LinkedHashMap::new, Collectors.toList()));
    }

    static Stream<SampleFile> files() {
        return Stream.of(
                        ChestCt.files(),
                        Echocardiogram.files(),
                        BrainMr.files(),
                        ChestRadiograph.files(),
                        HandRadiograph.files())
                .flatMap(files -> files);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure) throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
