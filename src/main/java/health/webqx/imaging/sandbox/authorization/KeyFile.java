package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/** A private key in a file that nobody else may read, as JSON Web Key (RFC 7517). */
final class KeyFile {
    private KeyFile() {}

    /** Makes a key. */
    interface Generation {
        JWK generate() throws JOSEException;
    }

    /** The key in that file; made and written where there is no file yet. Blocks. */
    static JWK read(Path file, Generation generation) {
        try {
            if (!Files.exists(file)) {
                write(file, generation.generate().toJSONString());
            }
            return JWK.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException("a key of the sandbox cannot be read; delete " + file, e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a file whole, for its owner only. */
    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        create(draft);
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void create(Path draft) throws IOException {
        try {
            if (Files.getFileStore(draft.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException("two write " + draft + " at once", e);
        }
    }
}
