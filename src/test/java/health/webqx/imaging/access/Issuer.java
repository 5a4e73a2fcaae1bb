package health.webqx.imaging.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Three issuers in one process of our own: {@code jwt} (by keys), {@code both} (by keys and introspection) and {@code opaque};
 * and a policy by which staff reaches those it cares for.
 */
public final class Issuer implements QuarkusTestResourceLifecycleManager {
    /** What the tokens are for. */
    static final String AUDIENCE = "http://localhost:" + System.getProperty("quarkus.http.test-port", "8791") + "/fhir";

    /** The resource and the tests live in different class loaders: what they share hangs on the process. */
    private static final Map<Object, Object> SHARED = System.getProperties();

    /** Claims of opaque tokens that are good. */
    static final Map<String, String> OPAQUE = shared("opaque", new ConcurrentHashMap<>());
    /** Tokens that were revoked. */
    static final Set<String> REVOKED = shared("revoked", ConcurrentHashMap.newKeySet());
    /** Status that introspection answers with. */
    static final AtomicInteger STATUS = shared("status", new AtomicInteger(200));
    /** How long introspection takes. */
    static final AtomicLong DELAY_MILLIS = shared("delay", new AtomicLong());
    /** How often it was asked. */
    static final AtomicInteger ASKED = shared("asked", new AtomicInteger());

    private static final AtomicReference<String> BASE = shared("base", new AtomicReference<>(""));
    private static final AtomicReference<String> KEY =
            shared("key", new AtomicReference<>(newKey("first").toJSONString()));

    private HttpServer server;

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static RSAKey key() {
        try {
            return RSAKey.parse(KEY.get());
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static void rotate(String id) {
        KEY.set(newKey(id).toJSONString());
    }

    @SuppressWarnings("unchecked")
    private static <T> T shared(String name, T initial) {
        return (T) SHARED.computeIfAbsent("webqx.test.issuer." + name, none -> initial);
    }

    static String url(String name) {
        return BASE.get() + "/" + name;
    }

    /** Claims of a backend service's token of an issuer, for this server and good for five minutes. */
    static JWTClaimsSet.Builder claims(String name) {
        return new JWTClaimsSet.Builder()
                .issuer(url(name))
                .subject("service")
                .audience(AUDIENCE)
                .jwtID("id-" + System.nanoTime())
                .claim("client_id", "service")
                .claim("scope", "system/Patient.rs")
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    static String signed(JWTClaimsSet claims) {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key().getKeyID()), claims, key());
    }

    static String signed(JWSHeader.Builder header, JWTClaimsSet claims, RSAKey by) {
        try {
            SignedJWT jwt = new SignedJWT(header.build(), claims);
            jwt.sign(new RSASSASigner(by));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        BASE.set("http://localhost:" + server.getAddress().getPort());
        for (String name : List.of("jwt", "both")) {
            server.createContext(
                    "/" + name + "/.well-known/openid-configuration",
                    exchange -> answer(exchange, 200, discovery(name)));
            server.createContext(
                    "/" + name + "/jwks",
                    exchange -> answer(
                            exchange, 200, "{\"keys\":[" + key().toPublicJWK().toJSONString() + "]}"));
        }
        server.createContext("/introspect", Issuer::introspect);
        server.start();
        Map<String, String> settings = new HashMap<>(Map.of(
                "webqx.access.provider-reach", "care-relationship",
                "webqx.access.roles-reaching-all", "radiologist",
                "webqx.auth.issuers.jwt.url", url("jwt"),
                "webqx.auth.issuers.jwt.role-claims", "realm_access.roles"));
        for (String name : List.of("both", "opaque")) {
            String prefix = "webqx.auth.issuers." + name + ".";
            settings.put(prefix + "url", url(name));
            settings.put(prefix + "tokens", name.equals("both") ? "jwt-introspected" : "opaque");
            settings.put(prefix + "introspection-url", BASE.get() + "/introspect");
            settings.put(prefix + "client-id", "webqx");
            settings.put(prefix + "client-secret", "s3cret:%");
            settings.put(prefix + "introspection-timeout", "1s");
        }
        settings.put("webqx.auth.issuers.opaque.introspection-cache", "5s");
        settings.put("webqx.auth.associated-endpoints[0].url", "https://ehr.example.org/fhir");
        settings.put("webqx.auth.associated-endpoints[0].capabilities", "smart-imaging-access");
        // what other tests have left there would be seen, too
        settings.put("webqx.data-dir", "target/access-" + System.nanoTime());
        return settings;
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private static String discovery(String name) {
        return ("{'issuer':'" + url(name) + "','jwks_uri':'" + url(name) + "/jwks','token_endpoint':'" + url(name)
                        + "/token','authorization_endpoint':'" + url(name) + "/authorize'}")
                .replace('\'', '"');
    }

    private static void introspect(HttpExchange exchange) throws IOException {
        ASKED.incrementAndGet();
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = URLDecoder.decode(form.replaceAll("^.*?token=([^&]*).*$", "$1"), StandardCharsets.UTF_8);
        String credentials = Base64.getEncoder().encodeToString("webqx:s3cret%3A%25".getBytes(StandardCharsets.UTF_8));
        boolean known =
                ("Basic " + credentials).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        try {
            Thread.sleep(DELAY_MILLIS.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String claims = OPAQUE.getOrDefault(token, token.startsWith("ey") ? "{\"active\":true}" : "{\"active\":false}");
        if (claims.equals("{\"active\":true}")) {
            claims = "{\"active\":true,\"aud\":\"" + AUDIENCE + "\"}";
        }
        answer(exchange, known ? STATUS.get() : 401, REVOKED.contains(token) ? "{\"active\":false}" : claims);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
