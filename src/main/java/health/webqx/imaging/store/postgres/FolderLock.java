package health.webqx.imaging.store.postgres;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to a folder, held until closed or until the JVM ends in whatever way: the kernel takes the lock back, so a
 * killed service leaves none behind.
 */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the folder, or fails with {@code UNAVAILABLE} when another service, in this JVM or not, has it. */
    static FolderLock on(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel)) {
                return new FolderLock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw Failure.causedBy(
                    FailureKind.UNAVAILABLE, "The database folder " + folder + " cannot be written: " + e, e);
        }
        throw Failure.of(
                FailureKind.UNAVAILABLE,
                "The database folder " + folder
                        + " is in use by another running service. Stop that one, or give this one a folder of its own"
                        + " (webqx.data-dir).");
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException alreadyInThisJvm) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The channel is unusable and the lock gone with it: what closing is for.
        }
    }
}
