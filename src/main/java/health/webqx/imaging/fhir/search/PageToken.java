package health.webqx.imaging.fhir.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where the next page of a search begins, signed: it is good for the same search by the same caller only, and cannot be
 * made up. It carries no right; the page is decided upon anew.
 */
public final class PageToken {
    /** The name of the secret that all nodes sign with. */
    public static final String SECRET = "page-token";

    private static final int SIGNATURE_BYTES = 32;

    private final byte[] secret;
    private final byte[] bound;

    /**
     * @param caller who may use the token
     * @param search for which search
     */
    public PageToken(byte[] secret, String caller, String search) {
        this.secret = secret.clone();
        this.bound = (caller.length() + "\n" + caller + "\n" + search).getBytes(StandardCharsets.UTF_8);
    }

    /** The token for the page after a position. */
    public String sign(String position) {
        byte[] text = position.getBytes(StandardCharsets.UTF_8);
        byte[] signature = signature(text);
        byte[] token = Arrays.copyOf(signature, SIGNATURE_BYTES + text.length);
        System.arraycopy(text, 0, token, SIGNATURE_BYTES, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The position in a token; {@code INVALID} for any that was not made for this search by this caller. */
    public String verify(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        if (bytes.length <= SIGNATURE_BYTES) {
            throw invalid();
        }
        byte[] position = Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length);
        if (!MessageDigest.isEqual(signature(position), Arrays.copyOf(bytes, SIGNATURE_BYTES))) {
            throw invalid();
        }
        return new String(position, StandardCharsets.UTF_8);
    }

    private byte[] signature(byte[] position) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(position);
            return mac.doFinal(bound);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Failure invalid() {
        return Failure.at(FailureKind.INVALID, "_page", "not a page of this search for this caller");
    }
}
