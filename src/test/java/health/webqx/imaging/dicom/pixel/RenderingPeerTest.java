package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DicomFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures held against those of dcmtk's {@code dcmj2pnm}. */
class RenderingPeerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "examples_overlay, +Wi 1 -O, 1",
        "MR_small, +Wi 1 -O, 1",
        "J2K_pixelrep_mismatch.raw, +Wi 1 -O, 1",
        "CT_small, +Wm -O, 2",
        "image_dfl, -W -O, 0",
        "liver_1frame, +Wm -O, 0",
        "examples_palette, -O, 0",
        "examples_rgb_color, -O, 0",
        "ExplVR_BigEnd, -O, 0",
        "examples_ybr_color, -O, 3",
        "SC_rgb_dcmtk_+eb+cy+np, -O, 3",
        "SC_rgb_rle_2frame, -O, 0",
        "rtdose_1frame, +Wm -O, 2"
    })
    void drawsAsDcmtkDraws(String name, String options, int tolerance) throws IOException, InterruptedException {
        Path file = Peer.requireDicomFiles().resolve("pydicom/test_files/" + name.replace(".raw", "") + ".dcm");
        Path source = file;
        if (name.endsWith(".raw")) {
            source = PeerTool.decompressed(file, "1.2.840.10008.1.2.4.90", folder);
        }
        Path pnm = folder.resolve("their.pnm");
        List<Object> arguments = new ArrayList<>(List.of((Object[]) options.split(" ")));
        arguments.addAll(List.of("+op", source, pnm));
        PeerTool.run("dcmj2pnm", arguments.toArray());

        Picture ours = Rendering.draw(DicomFile.read(file), 1, RenderOptions.DEFAULT);
        byte[] theirs = Files.readAllBytes(pnm);
        int offset = theirs.length - ours.bytes().length;
        int worst = 0;
        for (int i = 0; i < ours.bytes().length; i++) {
            worst = Math.max(worst, Math.abs((ours.bytes()[i] & 0xFF) - (theirs[offset + i] & 0xFF)));
        }

        assertThat(offset).isBetween(10, 60);
        assertThat(worst).isLessThanOrEqualTo(tolerance);
    }
}
