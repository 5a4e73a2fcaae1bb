package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.Uid;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract, kept before an archive that speaks DICOMweb and asks for some kind of credentials. */
abstract class DicomWebContract extends PacsConnectorContract {
    Vertx vertx;
    DicomWebPeer peer;
    PacsConnector archive;

    abstract PacsType type();

    abstract Credentials credentials();

    abstract Predicate<HttpServerRequest> admission();

    @BeforeEach
    void start() throws IOException {
        vertx = Vertx.vertx();
        peer = DicomWebPeer.start(vertx, new io.vertx.core.http.HttpServerOptions(), admission());
        for (Path file : realFiles().values()) {
            peer.add(file);
        }
        archive = Archives.connector(definition(peer.url() + "/", credentials()), vertx);
    }

    @AfterEach
    void stop() {
        if (archive != null) {
            archive.close();
        }
        if (peer != null) {
            peer.close();
            vertx.close();
        }
    }

    PacsDefinition definition(String url, Credentials shown) {
        return definition("web", type(), url, shown);
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
        peer.add(file);
    }

    @Override
    void remove(Uid study) {
        peer.remove(study.value());
    }
}
