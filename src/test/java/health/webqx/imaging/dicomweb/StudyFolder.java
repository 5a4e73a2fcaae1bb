package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Encapsulated;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.dicom.codec.RleEncoder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with studies of Anna, Ben and Carla, served by a directory archive. */
public final class StudyFolder implements QuarkusTestResourceLifecycleManager {
    private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.2";
    static final String ANNA_CT = "1.2.826.0.1.1";
    static final String BEN_MR = "1.2.826.0.1.2";
    static final String CARLA_CT = "1.2.826.0.1.3";
    static final String BEN_RLE = "1.2.826.0.1.4";
    static final int CT_SLICES = 3;

    private static final Path FOLDER = Path.of("target/dicomweb-studies").toAbsolutePath();

    @Override
    public Map<String, String> start() {
        try {
            empty();
            for (int slice = 1; slice <= CT_SLICES; slice++) {
                write(ANNA_CT, "WQX-1001", "Keller^Anna", "CT", slice, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            }
            write(BEN_MR, "WQX-1002", "Okafor^Ben", "MR", 1, TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
            write(CARLA_CT, "WQX-1003", "Ruiz^Carla", "CT", 1, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            write(BEN_RLE, "WQX-1002", "Okafor^Ben", "MR", 7, TransferSyntax.RLE_LOSSLESS);
            Files.writeString(FOLDER.resolve("notes.dcm"), "not DICOM at all");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "webqx.pacs.folder.type", "directory",
                "webqx.pacs.folder.url", FOLDER.toString(),
                "webqx.pacs.folder.poll-interval", "500ms",
                "webqx.pacs.folder.patient-id-system", "https://webqx.health/sandbox/mrn");
    }

    /** What an earlier run left must not be found. */
    private static void empty() throws IOException {
        Files.createDirectories(FOLDER);
        try (Stream<Path> left = Files.walk(FOLDER)) {
            for (Path file : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (!file.equals(FOLDER)) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void stop() {}

    static void write(String study, String patientId, String name, String modality, int number, TransferSyntax syntax)
            throws IOException {
        String instance = study + ".1." + number;
        byte[] pixels = new byte[64 * 64 * 2];
        java.util.Arrays.fill(pixels, (byte) number);
        DataSet dataSet = slice(study, patientId, modality, number)
                .put(Tag.StudyTime, "101500")
                .put(Tag.AccessionNumber, "A-" + patientId)
                .put(Tag.StudyDescription, modality + " of the chest")
                .put(Tag.PatientName, name)
                .put(pixelData(syntax, pixels))
                .build();
        Path draft = FOLDER.resolve(instance + ".part");
        try (OutputStream out = Files.newOutputStream(draft)) {
            DicomWriter.write(out, meta(instance), dataSet, syntax);
        }
        Files.move(draft, FOLDER.resolve(instance + ".dcm"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    static DataSet meta(String instance) {
        return DataSet.builder()
                .put(Tag.MediaStorageSOPClassUID, SOP_CLASS)
                .put(Tag.MediaStorageSOPInstanceUID, instance)
                .build();
    }

    /** A slice of 64 by 64 pixels of 16 bits, without the pixels and the patient's name. */
    static DataSetBuilder slice(String study, String patientId, String modality, int number) {
        return DataSet.builder()
                .put(Tag.SOPClassUID, SOP_CLASS)
                .put(Tag.SOPInstanceUID, study + ".1." + number)
                .put(Tag.StudyDate, "20260301")
                .put(Tag.Modality, modality)
                .put(Tag.PatientID, patientId)
                .put(Tag.StudyInstanceUID, study)
                .put(Tag.SeriesInstanceUID, study + ".1")
                .put(Tag.SeriesNumber, "1")
                .put(Tag.InstanceNumber, String.valueOf(number))
                .putInts(Tag.SamplesPerPixel, 1)
                .put(Tag.PhotometricInterpretation, "MONOCHROME2")
                .putInts(Tag.Rows, 64)
                .putInts(Tag.Columns, 64)
                .putInts(Tag.BitsAllocated, 16)
                .putInts(Tag.BitsStored, 16)
                .putInts(Tag.HighBit, 15)
                .putInts(Tag.PixelRepresentation, 0);
    }

    private static Element pixelData(TransferSyntax syntax, byte[] pixels) throws IOException {
        if (syntax.equals(TransferSyntax.HTJ2K_LOSSLESS)) { // of which each byte is 7
            byte[] stream = Files.readAllBytes(Path.of("src/test/resources/dicom/codec/htj2k-even-16.j2k"));
            return Encapsulated.pixelData(List.of(stream));
        }
        return syntax.encapsulated() ? rle(pixels) : new Element(Tag.PixelData, Vr.OW, Value.Bytes.of(pixels));
    }

    private static Element rle(byte[] pixels) {
        int[] words = new int[pixels.length / 2];
        for (int i = 0; i < words.length; i++) {
            words[i] = (pixels[2 * i] & 0xFF) | (pixels[2 * i + 1] & 0xFF) << 8;
        }
        return Encapsulated.pixelData(List.of(RleEncoder.encode(new int[][] {words}, 16)));
    }

    static Path file(Uid instance) {
        return FOLDER.resolve(instance.value() + ".dcm");
    }
}
