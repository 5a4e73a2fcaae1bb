package health.webqx.imaging.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.orthanc.OrthancArchive;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept with a real Orthanc; and what Orthanc's being away looks like. */
class OrthancArchiveTest extends PacsConnectorContract {
    private static final Map<Uid, Path> HELD = new TreeMap<>(java.util.Comparator.comparing(Uid::value));

    @TempDir
    static Path folder;

    private static Vertx vertx;
    private static OrthancProcess orthanc;
    private static OrthancArchive archive;

    @BeforeAll
    static void start() throws Exception {
        Map<Uid, Path> files = realFiles();
        orthanc = OrthancProcess.start(folder);
        for (Map.Entry<Uid, Path> file : files.entrySet()) {
            if (orthanc.upload(file.getValue())) {
                HELD.put(file.getKey(), file.getValue());
            }
        }
        vertx = Vertx.vertx();
        archive = new OrthancArchive(definition(orthanc.url(), OrthancProcess.PASSWORD), vertx);
    }

    @AfterAll
    static void stop() throws Exception {
        if (archive != null) {
            archive.close();
            vertx.close();
        }
        if (orthanc != null) {
            orthanc.close();
        }
        HELD.clear();
    }

    private static PacsDefinition definition(String url, String password) {
        String basic = java.util.Base64.getEncoder().encodeToString((OrthancProcess.USER + ":" + password).getBytes());
        return new PacsDefinition(
                "orthanc",
                PacsType.ORTHANC,
                url,
                Map.of("Authorization", "Basic " + basic),
                false,
                Optional.empty(),
                Duration.ofSeconds(10),
                4,
                Optional.of(Duration.ofMillis(200)));
    }

    @Override
    PacsConnector archive() {
        return archive;
    }

    @Override
    Map<Uid, Path> held() {
        return HELD;
    }

    @Override
    void add(Path file) throws Exception {
        assertThat(orthanc.upload(file)).isTrue();
    }

    @Override
    void remove(Uid study) throws Exception {
        orthanc.delete(study.value());
    }

    @Test
    void takesMostOfTheRealFiles() {
        assertThat(HELD).hasSizeGreaterThan(40);
    }

    @Test
    void isUnavailableWhereNobodyListens() {
        try (OrthancArchive nobody = new OrthancArchive(definition("http://localhost:1", "any"), vertx)) {
            fails(nobody.ping(), FailureKind.UNAVAILABLE);
        }
    }

    @Test
    void isABadGatewayWithTheWrongPassword() {
        try (OrthancArchive wrong = new OrthancArchive(definition(orthanc.url(), "wrong"), vertx)) {
            fails(wrong.ping(), FailureKind.BAD_GATEWAY);
        }
    }
}
