package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;

/** The sandbox's signing key, kept in a file so that tokens outlive a restart. */
public final class SandboxKey {
    private static final int BITS = 2048;
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final RSAKey key;

    private SandboxKey(RSAKey key) {
        this.key = key;
    }

    /** Reads the key of a folder, or makes one; blocks. */
    public static SandboxKey in(Path folder) {
        return new SandboxKey(KeyFile.read(folder.resolve("signing-key.json"), () -> new RSAKeyGenerator(BITS)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .keyIDFromThumbprint(true)
                        .generate())
                .toRSAKey());
    }

    /** The public half, for {@code jwks_uri}. */
    public String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /** An access token (RFC 9068) with these claims. */
    public String sign(JWTClaimsSet claims) {
        return sign(ACCESS_TOKEN, claims);
    }

    /** An ID token (OpenID Connect Core 2) with these claims, signed with RSA SHA-256. */
    String signIdToken(JWTClaimsSet claims) {
        return sign(JOSEObjectType.JWT, claims);
    }

    /** The claims of an access token that this key signed; absent for any other text. */
    Optional<JWTClaimsSet> claims(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            boolean ours = ACCESS_TOKEN.equals(jwt.getHeader().getType())
                    && JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())
                    && jwt.verify(new RSASSAVerifier(key));
            return ours ? Optional.of(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    private String sign(JOSEObjectType type, JWTClaimsSet claims) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(type)
                .keyID(key.getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
