package health.webqx.imaging.pacs.directory;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Uid;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * What lies in a folder, from one look to the next. A file is read when it has stopped growing, and again only when it
 * changed. One that cannot be read is told of once. {@link #look} blocks and is called by one thread at a time; what it
 * found may be asked for by any.
 */
final class FolderIndex {
    private static final Logger LOG = Logger.getLogger(FolderIndex.class);
    private static final long SETTLED_MILLIS = 1000;

    private final String archive;
    private final Path folder;
    private final Map<Path, Known> known = new HashMap<>();
    private volatile List<IndexedInstance> instances = List.of();
    private volatile boolean looked;
    /** Files that are not served because another one is the same instance. */
    private Set<Path> repetitions = Set.of();

    private record Known(long size, FileTime modified, Optional<IndexedInstance> instance) {
        boolean isOf(BasicFileAttributes file) {
            return size == file.size() && modified.equals(file.lastModifiedTime());
        }
    }

    /**
     * What a look found.
     *
     * @param changed studies that gained, lost or changed instances
     * @param unsettled whether a file is still being written
     */
    record Look(Set<Uid> changed, boolean unsettled) {}

    FolderIndex(String archive, Path folder) {
        this.archive = archive;
        this.folder = folder;
    }

    /** Whether the folder has been gone through: before that nothing can be said of what it holds. */
    boolean hasLooked() {
        return looked;
    }

    /** Every instance there is, one for each SOPInstanceUID, in order. */
    List<IndexedInstance> instances() {
        return instances;
    }

    /** Goes through the folder. Links are not followed: what they lead to is not in the folder. */
    Look look() throws IOException {
        Map<Path, BasicFileAttributes> files = files();
        Set<Uid> changed = new TreeSet<>(Comparator.comparing(Uid::value));
        known.entrySet().removeIf(each -> {
            boolean gone = !files.containsKey(each.getKey());
            if (gone) {
                each.getValue().instance().ifPresent(instance -> changed.add(instance.study()));
            }
            return gone;
        });
        boolean unsettled = false;
        for (Map.Entry<Path, BasicFileAttributes> file : files.entrySet()) {
            Known before = known.get(file.getKey());
            if (before != null && before.isOf(file.getValue())) {
                continue;
            }
            if (looked && !isSettled(file.getValue())) {
                unsettled = true;
                continue;
            }
            Known now = read(file.getKey(), file.getValue());
            known.put(file.getKey(), now);
            Optional.ofNullable(before).flatMap(Known::instance).ifPresent(old -> changed.add(old.study()));
            now.instance().ifPresent(instance -> changed.add(instance.study()));
        }
        if (!changed.isEmpty()) {
            instances = unique();
        }
        looked = true;
        return new Look(changed, unsettled);
    }

    /** Takes a file in that has just been put there as a whole; for the thread that looks. */
    void add(Path file) throws IOException {
        known.put(file, read(file, Files.readAttributes(file, BasicFileAttributes.class)));
        instances = unique();
    }

    private Map<Path, BasicFileAttributes> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            // a folder that is not mounted now has not lost its studies
            throw new NoSuchFileException(folder.toString());
        }
        Map<Path, BasicFileAttributes> files = new HashMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !FolderIntake.isOnItsWay(file)) {
                    files.put(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException vanished) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static boolean isSettled(BasicFileAttributes file) {
        return System.currentTimeMillis() - file.lastModifiedTime().toMillis() >= SETTLED_MILLIS;
    }

    private Known read(Path path, BasicFileAttributes attributes) {
        Optional<IndexedInstance> instance = Optional.empty();
        try {
            instance = IndexedInstance.of(path, attributes.size(), DicomFile.read(path));
            if (instance.isEmpty()) {
                LOG.warnf("archive %s: %s is skipped: it names no instance", archive, path.getFileName());
            }
        } catch (IOException unreadable) {
            LOG.warnf("archive %s: %s is skipped: %s", archive, path.getFileName(), unreadable.getMessage());
        }
        return new Known(attributes.size(), attributes.lastModifiedTime(), instance);
    }

    /** Of two files with one SOPInstanceUID the first by path is served, and the other is told of once. */
    private List<IndexedInstance> unique() {
        Map<Uid, IndexedInstance> byUid = new HashMap<>();
        Set<Path> repeated = new HashSet<>();
        known.values().stream()
                .flatMap(each -> each.instance().stream())
                .sorted(Comparator.comparing(IndexedInstance::path))
                .forEach(instance -> {
                    if (byUid.putIfAbsent(instance.instance(), instance) != null) {
                        repeated.add(instance.path());
                    }
                });
        repeated.stream().filter(path -> !repetitions.contains(path)).sorted().forEach(this::tellOfRepetition);
        repetitions = repeated;
        return byUid.values().stream().sorted(IndexedInstance.IN_ORDER).toList();
    }

    private void tellOfRepetition(Path path) {
        LOG.warnf("archive %s: %s is skipped: another file is the same instance", archive, path.getFileName());
    }
}
