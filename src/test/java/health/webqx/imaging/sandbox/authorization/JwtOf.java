package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** The JWTs that clients make and check. */
final class JwtOf {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private JwtOf() {}

    static boolean isSignedBy(String jwt, String keys) throws Exception {
        SignedJWT signed = SignedJWT.parse(jwt);
        JWK key = JWKSet.parse(keys).getKeyByKeyId(signed.getHeader().getKeyID());
        return JWSAlgorithm.RS256.equals(signed.getHeader().getAlgorithm())
                && signed.verify(new RSASSAVerifier(key.toRSAKey()));
    }

    /** The private key of a sample client, as the server wrote it at its first start. */
    static JWK sampleKey(String name) throws Exception {
        return JWK.parse(Files.readString(Path.of("target/webqx-test/sandbox", name + "-key.json")));
    }

    /** Claims of a client assertion that are right in everything. */
    static JWTClaimsSet.Builder claims(String client) {
        return new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(AppAndPerson.fhirBase().replace("/fhir", "/sandbox/token"))
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(240)));
    }

    static String signed(JWSHeader.Builder header, JWTClaimsSet claims, JWK key) throws Exception {
        SignedJWT jwt = new SignedJWT(header.build(), claims);
        JWSSigner signer = new DefaultJWSSignerFactory()
                .createJWSSigner(key, header.build().getAlgorithm());
        jwt.sign(signer);
        return jwt.serialize();
    }

    static String assertion(String client) throws Exception {
        JWK key = sampleKey(client);
        return signed(header(key), claims(client).build(), key);
    }

    static JWSHeader.Builder header(JWK key) {
        return new JWSHeader.Builder(JWSAlgorithm.parse(key.getAlgorithm().getName())).keyID(key.getKeyID());
    }
}
