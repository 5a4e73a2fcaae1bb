package health.webqx.imaging.dicom.deidentify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomReader;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.ReadOptions;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DeidentifierTest {
    private static final Pseudonyms PSEUDONYMS = Pseudonyms.of("sixteen bytes or more".getBytes());
    private static final int REQUESTING_PHYSICIAN = 0x00321032;
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String US = "1.2.840.10008.5.1.4.1.1.6.1";

    @Test
    void instancesOfAStudyAndStudiesOfAPatientStayTogether() throws IOException {
        DataSet one = deidentified(ctOfAnna("1.2.3.1").build());
        DataSet other = deidentified(ctOfAnna("1.2.3.2").build());

        assertThat(one.string(Tag.PatientID))
                .isEqualTo(other.string(Tag.PatientID))
                .isNotEmpty();
        assertThat(one.string(Tag.PatientName)).isEqualTo(other.string(Tag.PatientName));
        assertThat(one.string(Tag.StudyInstanceUID)).isEqualTo(other.string(Tag.StudyInstanceUID));
        assertThat(one.string(Tag.SOPInstanceUID)).isNotEqualTo(other.string(Tag.SOPInstanceUID));
        assertThat(one.string(Tag.PatientID))
                .isNotEqualTo(
                        deidentified(ctOfAnna("1.2.3.1").build(), Pseudonyms.of("another key of a site".getBytes()))
                                .string(Tag.PatientID));
    }

    @Test
    void saysThatAndHowItWasDone() throws IOException {
        DataSet result = deidentified(
                ctOfAnna("1.2.3.1").build(), ProfileOption.RETAIN_SHIFTED_DATES, ProfileOption.CLEAN_DESCRIPTORS);

        assertThat(result.string(Tag.PatientIdentityRemoved)).contains("YES");
        assertThat(result.items(Tag.DeidentificationMethodCodeSequence))
                .extracting(item -> item.string(Tag.CodeValue).orElseThrow())
                .containsExactly("113100", "113105", "113107");
        assertThat(result.string(Tag.LongitudinalTemporalInformationModified)).contains("MODIFIED");
    }

    @Test
    void whatIsWrittenWithAnotherVrIsNotKeptUnread() throws IOException {
        byte[] hidden = "Secret^Name ".getBytes(StandardCharsets.US_ASCII);
        DataSet result = deidentified(ctOfAnna("1.2.3.1")
                .putBytes(Tag.AnatomicRegionSequence, Vr.UN, hidden)
                .putBytes(Tag.ProcedureCodeSequence, Vr.OB, hidden)
                .putBytes(Tag.NameOfPhysiciansReadingStudy, Vr.OB, hidden)
                .putBytes(REQUESTING_PHYSICIAN, Vr.OB, hidden)
                .build());

        assertThat(result.find(Tag.AnatomicRegionSequence)).isEmpty();
        assertThat(result.find(Tag.ProcedureCodeSequence)).isEmpty();
        for (int name : new int[] {Tag.NameOfPhysiciansReadingStudy, REQUESTING_PHYSICIAN}) {
            assertThat(result.find(name)
                            .filter(element -> element.value() instanceof Value.Bytes bytes
                                    && Arrays.equals(bytes.array(), hidden)))
                    .isEmpty();
        }
    }

    @Test
    void datesGoOrStayOrAreShiftedByTheSameDaysForAPatient() throws IOException {
        DataSet original = ctOfAnna("1.2.3.1").put(Tag.SeriesDate, "20260310").build();

        assertThat(deidentified(original).find(Tag.StudyDate))
                .hasValueSatisfying(date -> assertThat(date.isEmpty()).isTrue());
        assertThat(deidentified(original, ProfileOption.RETAIN_FULL_DATES).string(Tag.StudyDate))
                .contains("20260301");
        DataSet shifted = deidentified(original, ProfileOption.RETAIN_SHIFTED_DATES);
        assertThat(shifted.string(Tag.StudyDate)).isNotEmpty().isNotEqualTo(original.string(Tag.StudyDate));
        assertThat(day(shifted, Tag.SeriesDate) - day(shifted, Tag.StudyDate)).isEqualTo(9);
        assertThat(shifted.string(Tag.StudyTime)).contains("101500");
        assertThat(shifted.string(Tag.PatientBirthDate)).isEmpty();
    }

    @Test
    void namesNumbersAndDatesOfTheOriginalGoFromTextsThatStay() throws IOException {
        DataSet result = deidentified(
                ctOfAnna("1.2.3.1")
                        .put(
                                Tag.StudyDescription,
                                "Chest of Mrs. KELLER, anna; case WQX-1001 of 2026-03-01, call +49 351 123456")
                        .put(Tag.ManufacturerModelName, "Scanner of Keller at Elbe Hospital")
                        .build(),
                ProfileOption.CLEAN_DESCRIPTORS);

        assertThat(result.string(Tag.StudyDescription).orElseThrow())
                .startsWith("Chest of")
                .doesNotContainIgnoringCase("keller")
                .doesNotContainIgnoringCase("anna")
                .doesNotContain("WQX", "2026", "123456");
        assertThat(result.string(Tag.ManufacturerModelName)).contains("Scanner of at");
    }

    @Test
    void anIdeographicNameIsFoundWithoutSpacesAroundIt() throws IOException {
        DataSet original = DataSet.builder()
                .put(Tag.SpecificCharacterSet, "ISO_IR 192")
                .put(Tag.SOPClassUID, CT)
                .put(Tag.PatientName, "Yamada^Tarou=山田^太郎")
                .put(Tag.ManufacturerModelName, "山田太郎様の装置")
                .build();

        assertThat(deidentified(original).string(Tag.ManufacturerModelName)).contains("様の装置");
    }

    @Test
    void privateAttributesGoButThoseKnownToBeSafeIfAskedFor() throws IOException {
        DataSet original = ctOfAnna("1.2.3.1")
                .put(0x00190010, Vr.LO, "SIEMENS MR HEADER")
                .put(0x0019100C, Vr.IS, "800")
                .put(0x00191099, Vr.LO, "Keller")
                .put(0x00290010, Vr.LO, "ANNA KELLER")
                .put(0x00291001, Vr.LO, "more")
                .build();

        assertThat(deidentified(original).elements()).noneMatch(element -> Tag.isPrivate(element.tag()));
        assertThat(deidentified(original, ProfileOption.RETAIN_SAFE_PRIVATE).elements().stream()
                        .map(Element::tag)
                        .filter(Tag::isPrivate))
                .containsExactly(0x00190010, 0x0019100C);
    }

    @Test
    void aNameWrittenAsUnknownOrInAnAttributeNobodyKnowsIsGone() throws IOException {
        byte[] name = "Keller^Anna ".getBytes();
        DataSet result = deidentified(ctOfAnna("1.2.3.1")
                .putBytes(Tag.PatientName, Vr.UN, name)
                .putBytes(0x00089999, Vr.UN, name)
                .putBytes(Tag.ReferringPhysicianName, Vr.UN, name)
                .build());

        assertThat(result.contains(0x00089999)).isFalse();
        assertThat(text(write(result, new byte[0]))).doesNotContain("Keller");
    }

    @Test
    void pixelsPassAsTheyAre() throws IOException {
        byte[] pixels = {1, 2, 3, 4};
        assertThat(pixelsOf(deidentify(ctOfAnna("1.2.3.1").build(), pixels))).isEqualTo(pixels);
    }

    @Test
    void ultrasoundIsRefusedOrBlackenedOutsideOfItsRegions() throws IOException {
        DataSet region = DataSet.builder()
                .putInts(Tag.RegionLocationMinX0, 1)
                .putInts(Tag.RegionLocationMinY0, 1)
                .putInts(Tag.RegionLocationMaxX1, 1)
                .putInts(Tag.RegionLocationMaxY1, 1)
                .build();
        DataSetBuilder us = image(US, "US", 8, 2, 2).putItems(Tag.SequenceOfUltrasoundRegions, region);
        byte[] pixels = {1, 2, 3, 4};

        assertThatThrownBy(() -> deidentify(us.build(), pixels))
                .isInstanceOfSatisfying(DicomException.class, e -> assertThat(e.reason())
                        .isEqualTo(DicomException.Reason.MAY_IDENTIFY));
        byte[] cleaned = deidentify(us.build(), pixels, ProfileOption.CLEAN_PIXELS);
        assertThat(pixelsOf(cleaned)).containsExactly(0, 0, 0, 4);
        assertThat(read(cleaned).dataSet().string(Tag.BurnedInAnnotation)).contains("NO");
        us.put(Tag.BurnedInAnnotation, "NO");
        assertThat(pixelsOf(deidentify(us.build(), pixels))).isEqualTo(pixels);
    }

    @Test
    void whatIsDeclaredToBeBurnedInOrEncapsulatedIsRefused() {
        DataSet burnedIn =
                ctOfAnna("1.2.3.1").put(Tag.BurnedInAnnotation, "YES").build();
        DataSet document = DataSet.builder()
                .put(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.104.1")
                .putBytes(Tag.EncapsulatedDocument, Vr.OB, "%PDF of Anna".getBytes())
                .build();

        assertThatThrownBy(() -> deidentify(burnedIn, new byte[4])).isInstanceOf(DicomException.class);
        assertThatThrownBy(() -> deidentify(burnedIn, new byte[4], ProfileOption.CLEAN_PIXELS))
                .isInstanceOf(DicomException.class);
        assertThatThrownBy(() -> deidentify(document, new byte[0])).isInstanceOf(DicomException.class);
    }

    @Test
    void whoHasLookedAtADocumentMayPassIt() throws IOException {
        DataSet document = DataSet.builder()
                .put(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.104.1")
                .put(Tag.PatientName, "Keller^Anna")
                .putBytes(Tag.EncapsulatedDocument, Vr.OB, "%PDF of nobody".getBytes())
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Deidentifier.of(ConfidentialityProfile.basic().trustingPixels(), PSEUDONYMS)
                .deidentify(new ByteArrayInputStream(write(document, new byte[0])), out);

        assertThat(text(out.toByteArray())).contains("%PDF of nobody").doesNotContain("Keller");
    }

    @Test
    void textsMadeToTakeLongDoNot() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            text.append("1.1-a(Dr.");
        }
        long start = System.nanoTime();

        deidentified(ctOfAnna("1.2.3.1").put(Tag.TextValue, text.toString()).build(), ProfileOption.CLEAN_DESCRIPTORS);

        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    @Test
    void commentsInCompressedFramesAreBlankedAndNothingElseIs() throws IOException {
        byte[] before = {-1, (byte) 0xD8, -1, (byte) 0xEE, 0, 4, 'A', 'd', -1, (byte) 0xFE, 0, 8};
        byte[] after = {-1, (byte) 0xDA, 0, 2, 9, -1, 0, 7, -1, (byte) 0xD9};
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        jpeg.write(before);
        jpeg.write("Keller".getBytes());
        jpeg.write(after);
        DataSet original = image(CT, "CT", 8, 1, 2)
                .putFragments(Tag.PixelData, java.util.List.of(jpeg.toByteArray()))
                .build();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DicomWriter.write(file, DataSet.empty(), original, TransferSyntax.JPEG_BASELINE);

        byte[] frame = read(deidentify(file.toByteArray())).frame(1).bytes();

        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.write(before);
        expected.write(new byte[6]);
        expected.write(after);
        assertThat(frame).isEqualTo(expected.toByteArray());
    }

    @Test
    void anOverlayInUnusedBitsOfThePixelsIsTakenOut() throws IOException {
        DataSet original = image(CT, "CT", 16, 1, 2)
                .putInts(Tag.BitsStored, 12)
                .putInts(Tag.HighBit, 11)
                .put(0x60000100, Vr.US, "16")
                .put(0x60000102, Vr.US, "15")
                .build();

        byte[] result = deidentify(original, new byte[] {0x34, (byte) 0x92, 0x78, 0x06});

        assertThat(pixelsOf(result)).containsExactly(0x34, 0x02, 0x78, 0x06);
        assertThat(read(result).dataSet().elements()).noneMatch(element -> element.tag() >>> 16 == 0x6000);
    }

    @Test
    void whatComesAfterThePixelsIsCleanedToo() throws IOException {
        DataSet original = ctOfAnna("1.2.3.1")
                .putBytes(Tag.PixelData, Vr.OW, new byte[4])
                .putBytes(0xFFFCFFFC, Vr.OB, "Keller".getBytes())
                .build();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DicomWriter.write(file, DataSet.empty(), original, TransferSyntax.IMPLICIT_LITTLE_ENDIAN);

        assertThat(text(deidentify(file.toByteArray()))).doesNotContain("Keller");
    }

    @Test
    void anInstanceOfAGigabytePassesInLittleMemory() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataSet dataSet = image(CT, "CT", 16, 32768, 16384).build();
        DicomWriter.write(head, DataSet.empty(), dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        head.write(new byte[] {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'W', 0, 0, 0, 0, 0, 0x40});
        CountingOutput out = new CountingOutput();
        System.gc();
        long before = used();

        Deidentifier.of(ConfidentialityProfile.basic(), PSEUDONYMS)
                .deidentify(
                        new java.io.SequenceInputStream(
                                new ByteArrayInputStream(head.toByteArray()), new Zeros(1L << 30)),
                        out);

        assertThat(out.count).isGreaterThan(1L << 30);
        assertThat(out.most - before).isLessThan(200L << 20);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static final class Zeros extends java.io.InputStream {
        private long left;

        Zeros(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int from, int count) {
            int read = (int) Math.min(left, count);
            left -= read;
            return read == 0 && count > 0 ? -1 : read;
        }
    }

    private static final class CountingOutput extends java.io.OutputStream {
        private long count;
        private long most;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            count += length;
            most = Math.max(most, used());
        }
    }

    private static DataSetBuilder ctOfAnna(String instance) {
        return image(CT, "CT", 16, 1, 2)
                .put(Tag.SOPInstanceUID, instance)
                .put(Tag.PatientName, "Keller^Anna")
                .put(Tag.PatientID, "WQX-1001")
                .put(Tag.PatientBirthDate, "19700105")
                .put(Tag.PatientSex, "F")
                .put(Tag.AccessionNumber, "A-77012")
                .put(Tag.InstitutionName, "Elbe Hospital")
                .put(Tag.ReferringPhysicianName, "Whitfield^Sam")
                .put(Tag.StudyDate, "20260301")
                .put(Tag.StudyTime, "101500")
                .put(Tag.StudyInstanceUID, "1.2.3")
                .put(Tag.SeriesInstanceUID, "1.2.3.0");
    }

    private static DataSetBuilder image(String sopClass, String modality, int bits, int rows, int columns) {
        return DataSet.builder()
                .put(Tag.SOPClassUID, sopClass)
                .put(Tag.SOPInstanceUID, "1.2.3.9")
                .put(Tag.Modality, modality)
                .putInts(Tag.SamplesPerPixel, 1)
                .put(Tag.PhotometricInterpretation, "MONOCHROME2")
                .putInts(Tag.Rows, rows)
                .putInts(Tag.Columns, columns)
                .putInts(Tag.BitsAllocated, bits)
                .putInts(Tag.BitsStored, bits)
                .putInts(Tag.HighBit, bits - 1)
                .putInts(Tag.PixelRepresentation, 0);
    }

    private static long day(DataSet dataSet, int tag) {
        return java.time.LocalDate.parse(
                        dataSet.string(tag).orElseThrow(), java.time.format.DateTimeFormatter.BASIC_ISO_DATE)
                .toEpochDay();
    }

    private static DataSet deidentified(DataSet original, ProfileOption... options) throws IOException {
        return Deidentifier.of(ConfidentialityProfile.basic(options), PSEUDONYMS)
                .deidentify(original);
    }

    private static DataSet deidentified(DataSet original, Pseudonyms pseudonyms) throws IOException {
        return Deidentifier.of(ConfidentialityProfile.basic(), pseudonyms).deidentify(original);
    }

    private static byte[] deidentify(DataSet original, byte[] pixels, ProfileOption... options) throws IOException {
        return deidentify(write(original, pixels), options);
    }

    private static byte[] deidentify(byte[] file, ProfileOption... options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deidentifier.of(ConfidentialityProfile.basic(options), PSEUDONYMS)
                .deidentify(new ByteArrayInputStream(file), out);
        return out.toByteArray();
    }

    private static byte[] write(DataSet original, byte[] pixels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataSet whole = pixels.length == 0
                ? original
                : original.toBuilder().putBytes(Tag.PixelData, Vr.OW, pixels).build();
        DicomWriter.write(out, DataSet.empty(), whole, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        return out.toByteArray();
    }

    private static DicomFile read(byte[] file) throws IOException {
        return DicomReader.read(new ByteArrayInputStream(file), ReadOptions.DEFAULT);
    }

    private static byte[] pixelsOf(byte[] file) throws IOException {
        return ((Value.Bytes)
                        read(file).dataSet().find(Tag.PixelData).orElseThrow().value())
                .array();
    }

    private static String text(byte[] file) {
        return new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
