package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.pacs.DicomWebPeer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Three archives behind sockets, of which alpha is the primary one, with studies that one or several of them hold. */
public final class ThreeArchives implements QuarkusTestResourceLifecycleManager {
    static final String IN_ALPHA_AND_BETA = "1.2.826.0.2.1";
    static final String IN_BETA_AND_GAMMA = "1.2.826.0.2.2";
    static final String IN_ALPHA = "1.2.826.0.2.3";
    static final String IN_BETA = "1.2.826.0.2.4";
    static final String IN_GAMMA = "1.2.826.0.2.5";
    static final String MOVING = "1.2.826.0.2.6";
    static final String SHRINKING = "1.2.826.0.2.7";
    static final String BENS = "1.2.826.0.2.8";
    static final int SLICES = 3;

    private static final Path FOLDER = Path.of("target/three-archives").toAbsolutePath();
    private static final Map<String, DicomWebPeer> PEERS = new HashMap<>();
    private static Vertx vertx;

    static DicomWebPeer peer(String name) {
        return PEERS.get(name);
    }

    static Path file(String study, int slice) {
        return FOLDER.resolve(study + ".1." + slice + ".dcm");
    }

    static List<String> names() {
        return List.of("alpha", "beta", "gamma");
    }

    @Override
    public Map<String, String> start() {
        vertx = Vertx.vertx();
        Map<String, String> settings = new HashMap<>();
        for (String name : names()) {
            DicomWebPeer peer = DicomWebPeer.start(vertx);
            PEERS.put(name, peer);
            String prefix = "webqx.pacs." + name + ".";
            settings.put(prefix + "type", "dicomweb");
            settings.put(prefix + "url", peer.url());
            settings.put(prefix + "timeout", "1s");
            settings.put(prefix + "failures-to-pause", "1000");
            settings.put(prefix + "poll-interval", "1h");
            settings.put(prefix + "patient-id-system", "https://webqx.health/sandbox/mrn");
        }
        settings.put("webqx.pacs.alpha.primary", "true");
        for (String cache : List.of("memory", "answers", "instances")) {
            settings.put("webqx.cache." + cache, "0"); // the archives are asked each time
        }
        settings.put("webqx.data-dir", "target/three-archives-" + System.nanoTime()); // other tests count what there is
        try {
            fill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    private static void fill() throws IOException {
        hold(IN_ALPHA_AND_BETA, "WQX-1001", "alpha", "beta");
        hold(IN_BETA_AND_GAMMA, "WQX-1001", "beta", "gamma");
        hold(IN_ALPHA, "WQX-1001", "alpha");
        hold(IN_BETA, "WQX-1001", "beta");
        hold(IN_GAMMA, "WQX-1001", "gamma");
        hold(MOVING, "WQX-1001", "alpha");
        hold(SHRINKING, "WQX-1001", "alpha", "beta");
        hold(BENS, "WQX-1002");
    }

    private static void hold(String study, String patientId, String... holders) throws IOException {
        for (int slice = 1; slice <= SLICES; slice++) {
            write(study, patientId, slice);
            for (String holder : holders) {
                peer(holder).add(file(study, slice));
            }
        }
    }

    private static void write(String study, String patientId, int slice) throws IOException {
        Files.createDirectories(FOLDER);
        DataSet dataSet = StudyFolder.slice(study, patientId, "CT", slice)
                .put(Tag.PatientName, "Of " + patientId)
                .put(new Element(Tag.PixelData, Vr.OW, Value.Bytes.of(new byte[64 * 64 * 2])))
                .build();
        try (OutputStream out = Files.newOutputStream(file(study, slice))) {
            DicomWriter.write(
                    out, StudyFolder.meta(study + ".1." + slice), dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        }
    }

    @Override
    public void stop() {
        PEERS.values().forEach(DicomWebPeer::close);
        if (vertx != null) {
            vertx.close();
        }
    }
}
