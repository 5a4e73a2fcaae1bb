package health.webqx.imaging.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import health.webqx.imaging.subscription.RestHook.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a rest-hook trusts: only who can show a certificate for the endpoint's name. */
class RestHookTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    @Test
    void sendsToWhoShowsACertificateForTheName() throws Exception {
        assertThat(sentTo("localhost", true)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void sendsNothingToWhoShowsAnothersCertificate() throws Exception {
        assertThat(sentTo("other.example.org", true)).isEqualTo(Outcome.NOT_TAKEN);
    }

    @Test
    void sendsNothingToWhoShowsACertificateOfNobodysAuthority() throws Exception {
        assertThat(sentTo("localhost", false)).isEqualTo(Outcome.NOT_TAKEN);
    }

    private Outcome sentTo(String certified, boolean trusted) throws Exception {
        Path keys = keys(certified);
        HttpsServer server = server(keys);
        Vertx vertx = Vertx.vertx();
        HttpClientOptions trust = new HttpClientOptions();
        if (trusted) {
            trust.setTrustOptions(new PfxOptions().setPath(keys.toString()).setPassword(PASSWORD));
        }
        String endpoint = "https://localhost:" + server.getAddress().getPort() + "/hook";
        Endpoints endpoints = new Endpoints(
                Set.of(AllowedEndpoint.of("https://localhost:*")),
                Set.of(Network.of("127.0.0.0/8"), Network.of("::1/128")));
        RestHook hook = new RestHook(endpoints, vertx, trust);
        try {
            return hook.send(endpoint, List.of("X-A: b"), Duration.ofSeconds(10), Buffer.buffer("{}"))
                    .await()
                    .atMost(Duration.ofSeconds(20))
                    .outcome();
        } finally {
            hook.close();
            server.stop(0);
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Path keys(String certified) throws Exception {
        Path keys = folder.resolve(certified + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hook",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD,
                        "-dname",
                        "CN=" + certified,
                        "-ext",
                        "SAN=DNS:" + certified)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        return keys;
    }

    private static HttpsServer server(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
