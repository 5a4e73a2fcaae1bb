package health.webqx.imaging.dicom.validate;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.RealFiles;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.iod.Iod;
import health.webqx.imaging.dicom.iod.Iods;
import health.webqx.imaging.sandbox.sample.SampleStudies;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dicom3tools' validator misses of types 1 and 2, we miss too, and nothing else. */
class DciodvfyTest {
    private static final Pattern MISSING =
            Pattern.compile("Error - (Missing|Empty) attribute.* Type [12] Required Element=<(\\w+)> Module=<(\\w+)>");

    /** General Series wants a modality of secondary captures too; presentation states and segmentations have creators. */
    private static final Set<String> MORE = Set.of("Modality", "ContentCreatorName");

    /** These are conditional by PS3.3, and nothing in an instance with nothing in it tells that they are needed. */
    private static final Set<String> LESS = Set.of(
            "FrameOfReferenceUID",
            "PositionReferenceIndicator",
            "RescaleIntercept",
            "RescaleSlope",
            "RescaleType",
            "PlanarConfiguration");

    @TempDir
    Path folder;

    @Test
    void ofTheSampleStudiesNeitherFindsAnError() throws Exception {
        SampleStudies.writeTo(folder.resolve("samples"));
        for (Path file : files(folder.resolve("samples"))) {
            assertThat(DicomValidator.validate(DicomFile.read(file)).stream()
                            .filter(violation -> violation.severity() == Severity.ERROR)
                            .toList())
                    .as(file.toString())
                    .isEmpty();
        }
    }

    @Test
    void ofRealFilesBothMissTheSameAttributes() throws Exception {
        String dciodvfy = Peer.require("dciodvfy").toString();
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Path file : RealFiles.readable()) {
            DicomFile read = DicomFile.read(file);
            if (read.dataSet().uid(Tag.SOPClassUID).flatMap(Iods::find).isEmpty()) {
                continue;
            }
            Set<String> theirs = theirs(RealFiles.output(dciodvfy, file.toString()));
            Set<String> ours = ours(read);
            difference(file.getFileName().toString(), ours, theirs).ifPresent(differences::add);
            compared++;
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(50);
    }

    @Test
    void ofAnInstanceWithNothingButItsClassBothMissTheSameAttributes() throws Exception {
        String dciodvfy = Peer.require("dciodvfy").toString();
        List<String> differences = new ArrayList<>();
        for (Iod iod : Iods.list().toList()) {
            Path file = folder.resolve("empty.dcm");
            DataSet dataSet = DataSet.builder()
                    .put(Tag.SOPClassUID, iod.sopClass())
                    .put(Tag.SOPInstanceUID, "2.25.1")
                    .put(Tag.Modality, iod.modality().orElse("OT"))
                    .build();
            try (OutputStream out = Files.newOutputStream(file)) {
                DicomWriter.write(out, DataSet.empty(), dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            }
            difference(iod.name(), ours(DicomFile.read(file)), theirs(RealFiles.output(dciodvfy, file.toString())))
                    .ifPresent(differences::add);
        }
        assertThat(differences).isEmpty();
    }

    private static Optional<String> difference(String what, Set<String> ours, Set<String> theirs) {
        Set<String> more = new TreeSet<>(ours);
        more.removeAll(theirs);
        more.removeAll(MORE);
        Set<String> less = new TreeSet<>(theirs);
        less.removeAll(ours);
        less.removeAll(LESS);
        return more.isEmpty() && less.isEmpty()
                ? Optional.empty()
                : Optional.of(what + ": only we " + more + ", only they " + less);
    }

    private static Set<String> theirs(String output) {
        Set<String> missing = new TreeSet<>();
        Matcher line = MISSING.matcher(output);
        while (line.find()) {
            missing.add(line.group(2));
        }
        return missing;
    }

    private static Set<String> ours(DicomFile file) {
        Set<String> missing = new TreeSet<>();
        for (Violation violation : DicomValidator.validate(file)) {
            if (violation.message().matches("(missing|empty), type [12]")) {
                String path = violation.path();
                String tag = path.substring(path.lastIndexOf('(')).replaceAll("[(),]", "");
                missing.add(Dictionary.find(Tag.parse(tag)).orElseThrow().keyword());
            }
        }
        return missing;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
