package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.Uid;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands for UIDs and identifiers: the same for the same original and key, and without the key neither to be traced
 * back nor to be guessed at (HMAC-SHA-256). Use one key for each authority that assigns patient identifiers: the same
 * identifier of two patients would make them one. Safe for any thread.
 */
public final class Pseudonyms {
    private static final int LEAST_KEY = 16;
    private static final int MOST_DAYS = 3650;
    private static final char[] LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private final SecretKeySpec key;

    private Pseudonyms(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * With that key.
     *
     * @throws IllegalArgumentException for a key of less than 16 bytes
     */
    public static Pseudonyms of(byte[] key) {
        if (key.length < LEAST_KEY) {
            throw new IllegalArgumentException("A key has at least " + LEAST_KEY + " bytes");
        }
        return new Pseudonyms(new SecretKeySpec(key.clone(), "HmacSHA256"));
    }

    /** A UID derived from a UUID (PS3.5 B.2, RFC 9562 version 8) for the UID's text, spaces and padding aside. */
    public Uid uid(String original) {
        byte[] hash = hash("uid", original.strip());
        hash[6] = (byte) ((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte) ((hash[8] & 0x3F) | 0x80);
        return Uid.of("2.25." + new BigInteger(1, java.util.Arrays.copyOf(hash, 16)));
    }

    /** Thirteen letters and digits, 65 bits, for an identifier of that kind. */
    public String id(String kind, String original) {
        byte[] hash = hash(kind, original.strip());
        StringBuilder id = new StringBuilder(13);
        for (int i = 0; i < 13; i++) {
            id.append(LETTERS[hash[i] & 31]);
        }
        return id.toString();
    }

    /** Days by which a patient's dates go back: 1 to 3650. */
    public int days(String patientId) {
        byte[] hash = hash("days", patientId.strip());
        return 1
                + new BigInteger(1, java.util.Arrays.copyOf(hash, 8))
                        .mod(BigInteger.valueOf(MOST_DAYS))
                        .intValue();
    }

    private byte[] hash(String kind, String original) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(kind.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(original.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
        }
    }
}
