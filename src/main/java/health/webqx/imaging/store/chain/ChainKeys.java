package health.webqx.imaging.store.chain;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets that the chain is made with, each under a name that follows from it and does not give it away. Thread-safe. */
public final class ChainKeys {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int NAME_BYTES = 8;

    private final String current;
    private final SecretKeySpec signing;
    private final Map<String, SecretKeySpec> byName = new LinkedHashMap<>();

    /**
     * @param current what new links are made with
     * @param former what older links may have been made with
     */
    public ChainKeys(byte[] current, List<byte[]> former) {
        this.signing = new SecretKeySpec(current, ALGORITHM);
        this.current = add(signing);
        former.forEach(secret -> add(new SecretKeySpec(secret, ALGORITHM)));
    }

    private String add(SecretKeySpec key) {
        byte[] name = mac(key, "webqx-audit-key".getBytes(StandardCharsets.UTF_8));
        String hex = HexFormat.of().formatHex(name, 0, NAME_BYTES);
        byName.put(hex, key);
        return hex;
    }

    /** The name of the key that new links are made with. */
    public String current() {
        return current;
    }

    /** What only who has the current key can make of the content. */
    Buffer sign(Buffer content) {
        return Buffer.buffer(mac(signing, content.getBytes()));
    }

    /** Whether the key is one of these, and that was made of the content with it. */
    boolean made(String key, Buffer content, Buffer mac) {
        SecretKeySpec known = byName.get(key);
        return known != null && MessageDigest.isEqual(mac(known, content.getBytes()), mac.getBytes());
    }

    private static byte[] mac(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
