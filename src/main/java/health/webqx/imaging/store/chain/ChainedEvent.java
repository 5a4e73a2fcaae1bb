package health.webqx.imaging.store.chain;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A stored event as the chain sees it: everything of its row but the number, which the link holds.
 *
 * @param id its logical id
 * @param patients ids of the patients in whose compartments it is, in order, separated by blanks
 * @param lastUpdated in milliseconds since 1970
 * @param altered whether it is marked as deleted or has other versions, which no event ever has
 */
public record ChainedEvent(
        long sid, String id, int version, long lastUpdated, String patients, boolean altered, Buffer body) {
    private static final int MARK_BYTES = 8;

    /** SHA-256 over it. */
    Buffer digest() {
        Buffer head = Buffer.buffer();
        text(head, id).appendInt(version).appendLong(lastUpdated).appendByte((byte) (altered ? 1 : 0));
        text(head, patients);
        MessageDigest sha256 = sha256();
        sha256.update(head.getBytes());
        sha256.update(body.getBytes());
        return Buffer.buffer(sha256.digest());
    }

    /** So much of a digest that it tells which of a link's events is another. */
    static Buffer mark(Buffer digest) {
        return digest.getBuffer(0, MARK_BYTES);
    }

    /** The i-th of several marks; of no bytes where there is none. */
    static Buffer mark(Buffer marks, int i) {
        int from = i * MARK_BYTES;
        return from + MARK_BYTES <= marks.length() ? marks.getBuffer(from, from + MARK_BYTES) : Buffer.buffer();
    }

    private static Buffer text(Buffer into, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return into.appendInt(bytes.length).appendBytes(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
