package health.webqx.imaging.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract before an archive that takes tokens of an issuer; and what its faults look like. */
class DicomWebArchiveTest extends DicomWebContract {
    private final AtomicInteger tokens = new AtomicInteger();
    private Optional<HttpPeer> issuer = Optional.empty();

    @Override
    PacsType type() {
        return PacsType.DICOMWEB;
    }

    @Override
    Credentials credentials() {
        HttpPeer started = HttpPeer.start(vertx, new HttpServerOptions(), this::token);
        issuer = Optional.of(started);
        return new Credentials.ClientSecret(
                URI.create("http://localhost:" + started.port() + "/token"),
                "webqx",
                "s&cret",
                Optional.of("dicom.read"));
    }

    private void token(HttpServerRequest request) {
        request.setExpectMultipart(true).endHandler(read -> {
            boolean known = "client_credentials".equals(request.getFormAttribute("grant_type"))
                    && "webqx".equals(request.getFormAttribute("client_id"))
                    && "s&cret".equals(request.getFormAttribute("client_secret"))
                    && "dicom.read".equals(request.getFormAttribute("scope"));
            request.response()
                    .setStatusCode(known ? 200 : 400)
                    .end("{\"access_token\": \"t" + tokens.incrementAndGet() + "\", \"expires_in\": 300}");
        });
    }

    @Override
    Predicate<HttpServerRequest> admission() {
        return request -> ("Bearer t" + tokens).equals(request.getHeader("Authorization"));
    }

    @AfterEach
    void stopIssuer() {
        issuer.ifPresent(HttpPeer::close);
    }

    @Test
    void asksForATokenOnceAndAgainWhenItIsNotTakenAnyMore() {
        await(archive.ping());
        await(archive.search(PacsQuery.everyStudy()));
        assertThat(tokens).hasValue(1);
        tokens.incrementAndGet(); // as when the issuer takes back what it gave
        await(archive.ping());
        assertThat(tokens).hasValue(3);
    }

    @Test
    void sendsNothingButWhatItIsMeantTo() throws Exception {
        returnsEveryFrameAsItWasStored();
        assertThat(peer.http().asked())
                .allMatch(asked -> asked.method().equals("GET"))
                .allMatch(asked -> asked.uri().matches("/pacs/studies[0-9a-zA-Z./?=&]*"))
                .allMatch(asked -> asked.headers().names().stream()
                        .map(String::toLowerCase)
                        .allMatch(List.of("host", "accept", "accept-encoding", "authorization")::contains));
    }

    @Test
    void neverTakesAStudyThatIsCutOffForAWholeOne() {
        for (DicomWebPeer.Fault fault : List.of(DicomWebPeer.Fault.CUTS_OFF, DicomWebPeer.Fault.BREAKS_OFF)) {
            peer.set(fault);
            for (DicomTarget study : studies().stream().map(DicomTarget::study).toList()) {
                fails(
                        archive.retrieve(study)
                                .onItem()
                                .transformToUniAndConcatenate(instance -> whole(instance.content()))
                                .collect()
                                .asList(),
                        FailureKind.BAD_GATEWAY);
            }
        }
    }

    @Test
    void doesNotPassOnWhatItWasNotAskedFor() throws Exception {
        Path other = keptBack();
        peer.decoy(other);
        peer.set(DicomWebPeer.Fault.SENDS_ANOTHER);
        Path any = held().values().iterator().next();
        fails(archive.retrieve(target(any)).collect().asList(), FailureKind.BAD_GATEWAY);
    }

    @Test
    void doesNotTakeAnInstanceForStoredThatTheArchiveRefusedOrDropped() throws Exception {
        Path file = keptBack();
        IncomingInstance instance = new IncomingInstance(target(file), file, Files.size(file));
        peer.set(DicomWebPeer.Fault.REFUSES);
        fails(archive.store(instance), FailureKind.UNPROCESSABLE);
        peer.set(DicomWebPeer.Fault.KEEPS_NOTHING);
        fails(archive.store(instance), FailureKind.BAD_GATEWAY);
        peer.set(DicomWebPeer.Fault.ANSWERS_500);
        fails(archive.store(instance), FailureKind.BAD_GATEWAY);
        assertThat(peer.held().find(target(file).instance().orElseThrow().value()))
                .isEmpty();
    }

    @Test
    void sendsOneInstanceARequestAndNoneThatIsThere() throws Exception {
        storesAnInstanceSoThatItIsThereAtOnceAndOnce();
        assertThat(peer.http().asked().stream().filter(asked -> asked.method().equals("POST")))
                .singleElement()
                .satisfies(asked -> {
                    assertThat(asked.uri()).isEqualTo("/pacs/studies");
                    assertThat(asked.headers().get("Content-Type"))
                            .startsWith("multipart/related; type=\"application/dicom\"; boundary=");
                    assertThat(asked.headers().get("Content-Length")).isNotNull();
                });
    }

    @Test
    void doesNotFollowRedirects() {
        peer.set(DicomWebPeer.Fault.REDIRECTS);
        fails(archive.ping(), FailureKind.BAD_GATEWAY);
    }

    @Test
    void isABadGatewayWithASecretThatIsNotTaken() {
        try (PacsConnector wrong = Archives.connector(
                definition(
                        peer.url(),
                        new Credentials.ClientSecret(
                                URI.create("http://localhost:"
                                        + issuer.orElseThrow().port() + "/token"),
                                "webqx",
                                "wrong",
                                Optional.empty())),
                vertx)) {
            fails(wrong.ping(), FailureKind.BAD_GATEWAY);
        }
    }

    @Test
    void speaksToARealOrthancsDicomWebAlike() throws Exception {
        Path folder = java.nio.file.Files.createTempDirectory(Path.of("target"), "orthanc");
        try (OrthancProcess orthanc = OrthancProcess.start(folder.toAbsolutePath())) {
            Path ct = Peer.requireDicomFiles().resolve("pydicom/test_files/CT_small.dcm");
            assertThat(orthanc.upload(ct)).isTrue();
            try (PacsConnector web = Archives.connector(
                    definition(
                            orthanc.url() + "/dicom-web",
                            SecretsReader.password(
                                    PacsType.DICOMWEB,
                                    Optional.of(OrthancProcess.USER),
                                    Optional.of(OrthancProcess.PASSWORD))),
                    vertx)) {
                DicomTarget target = target(ct);
                assertThat(await(web.search(PacsQuery.everyStudy()))).hasSize(1);
                assertThat(await(web.metadata(DicomTarget.study(target.study()))
                                .collect()
                                .asList()))
                        .hasSize(1);
                RetrievedInstance instance =
                        await(web.retrieve(DicomTarget.study(target.study())).toUni());
                assertThat(await(whole(instance.content())).getBytes()).isEqualTo(java.nio.file.Files.readAllBytes(ct));
                assertThat(await(web.frames(target, List.of(1)).toUni())
                                .content()
                                .getBytes())
                        .isEqualTo(HeldFiles.read(ct).frame(1).bytes());
                Uid nobodys = Uid.of("1.2.3");
                fails(web.retrieve(DicomTarget.study(nobodys)).collect().asList(), FailureKind.NOT_FOUND);
                fails(
                        web.retrieve(DicomTarget.instance(nobodys, nobodys, nobodys))
                                .collect()
                                .asList(),
                        FailureKind.NOT_FOUND);
                assertThat(await(web.search(new PacsQuery(
                                PacsQuery.Level.INSTANCE, Optional.of(nobodys), Optional.empty(), Map.of()))))
                        .isEmpty();
            }
        }
    }
}
