package health.webqx.imaging.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom an archive's https is taken for: the one that is trusted, at its own name, and nobody else. */
class PacsTlsTest {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private Certificate archives;
    private Certificate ours;
    private Optional<HttpPeer> peer = Optional.empty();

    @BeforeEach
    void certificates() throws Exception {
        archives = Certificate.of(folder, "archive", "localhost");
        ours = Certificate.of(folder, "ours", "webqx.example");
    }

    @AfterEach
    void stop() {
        peer.ifPresent(HttpPeer::close);
        vertx.close();
    }

    @Test
    void trustsTheCertificateThatIsConfigured() {
        start(archives.server());
        assertThat(ask(trusting(archives)).toString()).isEqualTo("it is me");
    }

    @Test
    void trustsNoCertificateThatNobodyVouchesFor() {
        start(archives.server());
        fails(PacsTls.DEFAULT);
    }

    @Test
    void trustsNoCertificateForAnotherHost() throws Exception {
        Certificate others = Certificate.of(folder, "others", "archive.example");
        start(others.server());
        fails(trusting(others));
    }

    @Test
    void doesNotSpeakToAnArchiveThatHasChangedItsCertificate() throws Exception {
        HttpPeer started = start(archives.server());
        try (Upstream upstream = upstream(trusting(archives))) {
            PacsConnectorContract.await(upstream.get("/", 100));
            started.stop();
            started.asked().clear();
            started.restart(Certificate.of(folder, "new", "localhost").server());
            PacsConnectorContract.fails(upstream.get("/", 100), FailureKind.BAD_GATEWAY);
            assertThat(started.asked()).isEmpty();
            assertThat(upstream.condition().state()).isEqualTo(PacsCondition.State.FAILING);
        }
    }

    @Test
    void showsItsOwnCertificateWhereAnArchiveWantsOne() {
        start(archives.server()
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(ours.certificate().toString())));
        PacsTls both = new PacsTls(
                Optional.of(archives.certificate().toString()),
                Optional.of(ours.certificate().toString()),
                Optional.of(ours.key().toString()));
        assertThat(ask(both).toString()).isEqualTo("it is me");
        fails(trusting(archives));
    }

    private static PacsTls trusting(Certificate certificate) {
        return new PacsTls(Optional.of(certificate.certificate().toString()), Optional.empty(), Optional.empty());
    }

    private HttpPeer start(HttpServerOptions options) {
        HttpPeer started =
                HttpPeer.start(vertx, options, request -> request.response().end("it is me"));
        peer = Optional.of(started);
        return started;
    }

    private io.vertx.core.buffer.Buffer ask(PacsTls tls) {
        try (Upstream upstream = upstream(tls)) {
            return PacsConnectorContract.await(upstream.get("/", 100));
        }
    }

    private void fails(PacsTls tls) {
        try (Upstream upstream = upstream(tls)) {
            PacsConnectorContract.fails(upstream.get("/", 100), FailureKind.BAD_GATEWAY);
        }
    }

    private Upstream upstream(PacsTls tls) {
        return new Upstream(
                new PacsDefinition(
                        "secure",
                        PacsType.DICOMWEB,
                        "https://localhost:" + peer.orElseThrow().port(),
                        new Credentials.Headers(Map.of()),
                        false,
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        4,
                        Optional.empty(),
                        PacsLimits.DEFAULT,
                        tls),
                vertx);
    }
}
