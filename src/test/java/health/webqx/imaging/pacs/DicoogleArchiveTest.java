package health.webqx.imaging.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.dicoogle.DicoogleArchive;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract before a double of Dicoogle, for no package of it is to be had here. */
class DicoogleArchiveTest extends PacsConnectorContract {
    private Vertx vertx;
    private DicooglePeer peer;
    private DicoogleArchive archive;

    @BeforeEach
    void start() throws IOException {
        vertx = Vertx.vertx();
        peer = new DicooglePeer(vertx);
        for (Path file : realFiles().values()) {
            peer.held().add(file);
        }
        archive = new DicoogleArchive(definition(DicooglePeer.PASSWORD), vertx);
    }

    @AfterEach
    void stop() {
        if (archive != null) {
            archive.close();
            peer.close();
            vertx.close();
        }
    }

    private PacsDefinition definition(String password) {
        return definition(
                "dicoogle", PacsType.DICOOGLE, peer.url(), new Credentials.Login(DicooglePeer.USER, password));
    }

    @Override
    PacsConnector archive() {
        return archive;
    }

    @Override
    Map<Uid, Path> held() {
        return peer.held().all();
    }

    @Override
    void add(Path file) throws IOException {
        peer.held().add(file);
    }

    @Override
    void remove(Uid study) {
        peer.held().remove(study);
    }

    @Test
    void logsInAgainWhenItsTokenHasEnded() {
        for (int i = 0; i < 30; i++) {
            await(archive.ping());
        }
        assertThat(peer.logins()).isEqualTo(2);
    }

    @Test
    void isABadGatewayWithTheWrongPassword() {
        try (DicoogleArchive wrong = new DicoogleArchive(definition("wrong"), vertx)) {
            fails(wrong.ping(), FailureKind.BAD_GATEWAY);
        }
    }
}
