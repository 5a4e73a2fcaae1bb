package health.webqx.imaging.store.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is done to files and folders of the server. Where a file system has no POSIX permissions, its own hold. */
final class FileTree {
    private FileTree() {}

    /** Lets every account read a file and, if it is a program or a folder, execute or enter it. */
    static void allowReading(Path path, boolean execute) throws IOException {
        permit(path, execute ? "rwxr-xr-x" : "rw-r--r--");
    }

    /** Sets permissions in the notation of {@code ls}. */
    static void permit(Path path, String permissions) throws IOException {
        if (isPosix(path)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Whether files here have owners and permissions as POSIX knows them. */
    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Gives a file, or a folder with everything in it, to an account. */
    static void give(Path path, int uid, int gid) throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : (Iterable<Path>) tree::iterator) {
                Files.setAttribute(each, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(each, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** Deletes a folder with everything in it; nothing happens when it is absent. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Files.walkFileTree(folder, new Deletion());
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
