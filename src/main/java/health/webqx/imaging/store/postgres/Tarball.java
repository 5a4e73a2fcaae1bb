package health.webqx.imaging.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Unpacks a tar archive with its symbolic links and executable files. */
final class Tarball {
    private static final int FORCED_AT_ONCE = 8;

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
        force(files);
    }

    /** Side by side: the file system brings those to disk together that wait at the same time. */
    private static void force(List<Path> files) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(FORCED_AT_ONCE);
        try {
            List<Callable<Path>> forces = files.stream()
                    .<Callable<Path>>map(file -> () -> forced(file))
                    .toList();
            for (Future<Path> forced : threads.invokeAll(forces)) {
                forced.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a file could not be brought to disk", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("unpacking was interrupted");
        } finally {
            threads.shutdownNow();
        }
    }

    private static Path forced(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return file;
    }

    /** Writes what {@link #unpack} would unpack into another tar archive, which it closes. */
    static void copy(InputStream tar, OutputStream into) throws IOException {
        try (TarArchiveInputStream from = new TarArchiveInputStream(tar);
                TarArchiveOutputStream to = new TarArchiveOutputStream(into)) {
            to.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            to.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (TarArchiveEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                if (isNeeded(entry)) {
                    to.putArchiveEntry(entry);
                    from.transferTo(to);
                    to.closeArchiveEntry();
                }
            }
        }
    }

    /**
     * Headers, static libraries and makefiles serve only people who compile extensions; of extensions we use the one that
     * initdb makes.
     */
    private static boolean isNeeded(TarArchiveEntry entry) {
        String name = entry.getName();
        boolean other = name.startsWith("share/postgresql/extension/") && !name.contains("/plpgsql");
        return !other
                && !name.endsWith(".a")
                && !name.startsWith("include/")
                && !name.startsWith("lib/postgresql/pgxs/");
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
