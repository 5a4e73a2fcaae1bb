package health.webqx.imaging.pacs.directory;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.IncomingInstance;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Puts instances into a folder as {@code study/series/instance.dcm}: first under a name that nobody looks at, then, whole and
 * on disk, in one step to where it belongs. A file that is there is never written over.
 */
record FolderIntake(Path folder, FolderIndex index) {
    private static final String ON_ITS_WAY = ".webqx-";

    /** Whether a file is not whole yet. */
    static boolean isOnItsWay(Path file) {
        return String.valueOf(file.getFileName()).startsWith(ON_ITS_WAY);
    }

    /** A copy in the folder that is not yet of it; blocks. */
    Path copy(IncomingInstance instance) throws IOException {
        Path copy = folder.resolve(ON_ITS_WAY + UUID.randomUUID());
        try {
            Files.copy(instance.file(), copy);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return copy;
        } catch (IOException failure) {
            Files.deleteIfExists(copy);
            throw failure;
        }
    }

    /** Makes a copy an instance of the folder, or lets go of it where the folder has the instance; for the looking thread. */
    void place(IncomingInstance instance, Path copy) throws IOException {
        try {
            Uid uid = instance.target().instance().orElseThrow();
            Optional<IndexedInstance> held = index.instances().stream()
                    .filter(each -> each.instance().equals(uid))
                    .findFirst();
            if (held.isEmpty()) {
                move(copy, path(instance));
            } else if (!held.get().isIn(instance.target())) {
                throw Failure.of(FailureKind.UNPROCESSABLE, "the archive holds another instance of that UID");
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void move(Path copy, Path place) throws IOException {
        Files.createDirectories(place.getParent());
        if (!Files.exists(place)) {
            Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE);
        } else if (Files.mismatch(copy, place) >= 0) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the archive has another file at that place");
        }
        index.add(place);
    }

    /** A UID of dots alone would lead out of the folder. */
    private Path path(IncomingInstance instance) {
        Uid study = instance.target().study();
        Uid series = instance.target().series().orElseThrow();
        Uid uid = instance.target().instance().orElseThrow();
        if (!Stream.of(study, series, uid).allMatch(Uid::hasComponents)) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "a UID has no empty component");
        }
        return folder.resolve(study.value()).resolve(series.value()).resolve(uid.value() + ".dcm");
    }
}
