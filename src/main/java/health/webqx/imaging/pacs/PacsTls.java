package health.webqx.imaging.pacs;

import java.util.Optional;

/**
 * Whom an archive's https is trusted to be, and who this server is to it. The host name is checked always.
 *
 * @param trust PEM file of the certificates that are trusted instead of the Java platform's
 * @param certificate PEM file of this server's own certificate, for archives that want one; goes with {@code key}
 * @param key PEM file of its private key (PKCS #8)
 */
public record PacsTls(Optional<String> trust, Optional<String> certificate, Optional<String> key) {
    /** The platform's trust, and no certificate of our own. */
    public static final PacsTls DEFAULT = new PacsTls(Optional.empty(), Optional.empty(), Optional.empty());
}
