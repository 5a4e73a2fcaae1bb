package health.webqx.imaging.dicomweb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that a retrieval's instances lie in until they are sent; when the client leaves, those go that are there, and none
 * is made any more. Safe for any thread.
 */
final class PassingFiles {
    private final Set<Path> files = new HashSet<>();
    private boolean left;

    /** A new file; fails once the client has left. */
    synchronized Path create() throws IOException {
        if (left) {
            throw new IOException("the client left");
        }
        Path file = Files.createTempFile("webqx-", ".dcm");
        files.add(file);
        return file;
    }

    /** The file goes, when whoever reads or writes it has ended. */
    synchronized void delete(Path file) {
        files.remove(file);
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            file.toFile().deleteOnExit();
        }
    }

    /** All go. */
    synchronized void leave() {
        left = true;
        List.copyOf(files).forEach(this::delete);
    }
}
