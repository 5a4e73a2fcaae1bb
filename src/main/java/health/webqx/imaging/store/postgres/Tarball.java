package health.webqx.imaging.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks a tar archive with its symbolic links and executable files. */
final class Tarball {
    private Tarball() {}

    /**
     * Unpacks everything a running server needs into an existing folder, and has it on disk when this returns, so that a
     * rename afterwards never shows a folder whose files a power cut emptied.
     */
    static void unpack(InputStream tar, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        FileTree.allowReading(folder, true);
        try (TarArchiveInputStream archive = new TarArchiveInputStream(tar)) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (isNeeded(entry)) {
                    write(archive, entry, folder, files);
                }
            }
        }
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /** Headers and static libraries, half of the archive, serve only people who compile extensions. */
    private static boolean isNeeded(TarArchiveEntry entry) {
        return !entry.getName().endsWith(".a") && !entry.getName().startsWith("include/");
    }

    private static void write(TarArchiveInputStream archive, TarArchiveEntry entry, Path folder, List<Path> files)
            throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("an entry of the archive lies outside it: " + entry.getName());
        }
        createFolders(folder, entry.isDirectory() ? target : Objects.requireNonNull(target.getParent()));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (!entry.isDirectory()) {
            try (FileChannel channel =
                    FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                archive.transferTo(Channels.newOutputStream(channel));
            }
            FileTree.allowReading(target, (entry.getMode() & 0100) != 0);
            files.add(target);
        }
    }

    private static void createFolders(Path root, Path folder) throws IOException {
        if (!folder.equals(root) && !Files.isDirectory(folder)) {
            createFolders(root, Objects.requireNonNull(folder.getParent()));
            Files.createDirectory(folder);
            FileTree.allowReading(folder, true);
        }
    }
}
