package health.webqx.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every encoding reads back as it was written; what is hostile is refused before it costs anything. */
class EncodingsTest {
    private static final long TWO_GIGABYTES = 1L << 31;

    @TempDir
    Path folder;

    static List<TransferSyntax> syntaxes() {
        return List.of(
                TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_BIG_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void whatIsWrittenReadsBackWithTheSameValues(TransferSyntax syntax) throws IOException {
        DataSet original = sample();
        DicomFile again = read(written(original, syntax));

        assertThat(again.transferSyntax()).isEqualTo(syntax);
        assertThat(again.findings()).isEmpty();
        assertThat(again.dataSet().strings(0x00091001))
                .isEqualTo(syntax.explicitVr() ? List.of("4294967295") : List.of());
        assertThat(json(again.dataSet())).isEqualTo(json(original));
    }

    /** Without the private element, of which an implicit encoding does not tell the VR. */
    private static String json(DataSet dataSet) {
        return new String(DicomJson.write(dataSet.without(0x00091001), BulkDataUris.none()), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void aBareDataSetReadsLikeTheOneInAFile(TransferSyntax syntax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataSet(out, sample(), syntax);

        DataSet again =
                DicomReader.readDataSet(new ByteArrayInputStream(out.toByteArray()), syntax, ReadOptions.DEFAULT);

        assertThat(again).isEqualTo(read(written(sample(), syntax)).dataSet());
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void whatWeWroteIsWrittenByteByByteTheSame(TransferSyntax syntax) throws IOException {
        byte[] once = written(sample(), syntax);
        DicomFile read = read(once);
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        DicomWriter.write(twice, read.meta(), read.dataSet(), syntax);

        assertThat(twice.toByteArray()).isEqualTo(once);
    }

    @Test
    void whatPassesUnchangedStaysByteByByteTheSame() throws IOException {
        for (Path file : RealFiles.readable()) {
            if (!DicomFile.read(file).transferSyntax().staysHome()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                Transcoding.toExplicitLittleEndian(file, out);
                assertThat(out.toByteArray()).as(file.toString()).isEqualTo(Files.readAllBytes(file));
            }
        }
    }

    @Test
    void theMetadataOfAFileOfTwoGigabytesTakeNoMoreMemoryThanThoseOfASmallOne() throws IOException {
        Path file = folder.resolve("large.dcm");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(written(sample(), TransferSyntax.EXPLICIT_LITTLE_ENDIAN)));
            channel.write(header(0x7FE00010, "OW", (int) TWO_GIGABYTES));
            channel.write(ByteBuffer.wrap(new byte[2]), channel.position() + TWO_GIGABYTES - 2);
        }
        assertThat(Files.size(file)).isGreaterThan(TWO_GIGABYTES);
        DicomFile.read(file); // classes and dictionary
        var memory = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();

        DicomFile read = DicomFile.read(file);

        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        assertThat(read.dataSet().string(Tag.PatientID)).contains("X-1");
        assertThat(read.hasPixelData()).isTrue();
    }

    @Test
    void aLengthThatReachesPastTheEndIsRefusedWithoutMemoryForIt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(written(sample(), TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
        out.write(header(0x7FE00010, "OW", 0x7FFFFFF0).array());
        out.write(new byte[100]);

        assertThatThrownBy(() -> read(out.toByteArray()))
                .isInstanceOfSatisfying(DicomException.class, e -> assertThat(e.reason())
                        .isIn(DicomException.Reason.TRUNCATED, DicomException.Reason.TOO_LARGE));
    }

    @Test
    void sequencesWithoutEndAreRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(written(sample(), TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
        for (int depth = 0; depth < 100_000; depth++) {
            out.write(header(0x00409999, "SQ", -1).array());
            out.write(new byte[] {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, -1, -1, -1, -1});
        }
        assertThatThrownBy(() -> read(out.toByteArray()))
                .isInstanceOfSatisfying(
                        DicomException.class, e -> assertThat(e.reason()).isEqualTo(DicomException.Reason.TOO_DEEP));
    }

    @Test
    void aDeflateBombIsRefused() throws IOException {
        byte[] file = written(DataSet.empty(), TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, file.length - 2); // an empty deflated data set has two bytes
        try (OutputStream deflated = new DeflaterOutputStream(out, new Deflater(9, true))) {
            deflated.write(header(0x7FE00010, "OB", 1 << 30).array());
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1 << 10; i++) {
                deflated.write(zeros);
            }
        }
        assertThat(out.size()).isLessThan(2 << 20);
        assertThatThrownBy(() -> read(out.toByteArray()))
                .isInstanceOfSatisfying(
                        DicomException.class, e -> assertThat(e.reason()).isEqualTo(DicomException.Reason.TOO_LARGE));
    }

    @Test
    void oddLengthsAndMissingPreamblesAreReadAndReported() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header("LO", 0x00100020, 3).array());
        out.write("X-1".getBytes(StandardCharsets.US_ASCII));
        out.write(header("CS", 0x00100040, 2).array());
        out.write("F ".getBytes(StandardCharsets.US_ASCII));

        DicomFile read = read(out.toByteArray());

        assertThat(read.dataSet().string(Tag.PatientID)).contains("X-1");
        assertThat(read.dataSet().string(Tag.PatientSex)).contains("F");
        assertThat(read.findings())
                .extracting(Finding::rule)
                .contains(Finding.Rule.NO_PREAMBLE, Finding.Rule.NO_META, Finding.Rule.ODD_LENGTH);
    }

    @Test
    void jsonKeepsCharactersThatTheirVrDoesNotAllow() throws IOException {
        DataSet dataSet = DataSet.builder()
                .put(Tag.SpecificCharacterSet, "ISO_IR 100")
                .put(Tag.PatientName, "Müller")
                .putBytes(Tag.StationName, Vr.CS, "ZÜRICH".getBytes(StandardCharsets.ISO_8859_1))
                .build();

        DataSet again =
                DicomJson.read(DicomJson.write(dataSet, BulkDataUris.none())).get(0);

        assertThat(again.string(Tag.StationName)).contains("ZÜRICH");
        assertThat(again.string(Tag.PatientName)).contains("Müller");
        assertThat(DicomJson.write(again, BulkDataUris.none()))
                .isEqualTo(DicomJson.write(
                        DicomJson.read(DicomJson.write(again, BulkDataUris.none()))
                                .get(0),
                        BulkDataUris.none()));
    }

    private static DataSet sample() {
        DataSet deepest = DataSet.builder().put(Tag.CodeMeaning, "tief").build();
        return DataSet.builder()
                .put(Tag.SpecificCharacterSet, "ISO_IR 192")
                .put(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7")
                .put(Tag.SOPInstanceUID, "1.2.3")
                .put(Tag.PatientName, "Müller^Ünal=山田")
                .put(Tag.PatientID, "X-1")
                .putItems(
                        Tag.ContentSequence,
                        DataSet.builder()
                                .putItems(Tag.ConceptNameCodeSequence, deepest, DataSet.empty())
                                .build())
                .putInts(Tag.Rows, 258)
                .put(0x00090010, Vr.LO, "WEBQX TEST")
                .put(0x00091001, Vr.UL, "4294967295")
                .put(0x00189005, Vr.SH, "sequence")
                .putDoubles(0x00189087, 1000.5)
                .put(Tag.FrameIncrementPointer, Vr.AT, "00181063")
                .putBytes(0x00281201, Vr.OW, new byte[] {1, 2, 3, 4})
                .build();
    }

    private static byte[] written(DataSet dataSet, TransferSyntax syntax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(out, DataSet.empty(), dataSet, syntax);
        return out.toByteArray();
    }

    private static DicomFile read(byte[] file) throws IOException {
        return DicomReader.read(new ByteArrayInputStream(file), ReadOptions.DEFAULT);
    }

    /** Of an element with a length of 32 bits. */
    private static ByteBuffer header(int tag, String vr, int length) {
        return begun(12, tag, vr).putShort((short) 0).putInt(length).flip();
    }

    /** Of an element with a length of 16 bits. */
    private static ByteBuffer header(String vr, int tag, int length) {
        return begun(8, tag, vr).putShort((short) length).flip();
    }

    private static ByteBuffer begun(int size, int tag, String vr) {
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) (tag >>> 16))
                .putShort((short) tag)
                .put(vr.getBytes(StandardCharsets.US_ASCII));
    }
}
