package health.webqx.imaging.dicom.validate;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Vr;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DicomValidatorTest {
    @ParameterizedTest
    @CsvSource({
        "DA, 20260229, no date",
        "TM, 2400, no time",
        "DT, 20261301, no date and time",
        "AS, 45Y, no age",
        "CS, lower, characters that a code has not",
        "DS, 1.2.3, no decimal number",
        "DS, 0.12345678901234567, '19 characters, at most 16 may be'",
        "IS, 2147483648, no whole number of 32 bits",
        "UI, 1.02.3, no UID",
        "SH, longer than sixteen, '19 characters, at most 16 may be'",
        "PN, A=B=C=D, more than three component groups",
        "UR, with space, characters that an address has not"
    })
    void aValueIsHeldAgainstItsVr(Vr vr, String value, String fault) {
        assertThat(ValueFormat.fault(vr, value)).contains(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "DA, 20240229",
        "TM, 235960.5",
        "DT, 2026+0100",
        "AS, 045Y",
        "IS, -2147483648",
        "UI, 1.2.0",
        "PN, A^B^C^D^E"
    })
    void whatIsRightIsNotFoundFault(Vr vr, String value) {
        assertThat(ValueFormat.fault(vr, value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, true",
        "1, 2, false",
        "1-3, 3, true",
        "1-n, 9, true",
        "2-2n, 3, false",
        "3-3n, 6, true",
        "6-n, 5, false"
    })
    void asManyValuesAsTheDictionaryAllows(String vm, int count, boolean allowed) {
        assertThat(Multiplicity.allows(vm, count)).isEqualTo(allowed);
    }

    @Test
    void saysWhereInASequenceAndByWhichSection() {
        DataSet item = DataSet.builder()
                .put(Tag.RelationshipType, "CONTAINS")
                .put(Tag.ValueType, "TEXT")
                .build();
        DataSet report = DataSet.builder()
                .put(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.88.33")
                .put(Tag.ValueType, "CONTAINER")
                .putItems(Tag.ContentSequence, DataSet.empty(), item)
                .build();

        assertThat(validated(report))
                .contains(
                        new Violation(Severity.ERROR, "(0040,A730)[2].(0040,A160)", "missing, type 1", "PS3.3 C.17.3"));
    }

    @Test
    void tellsNoValueOfTheFile() {
        DataSet dataSet = ct().put(Tag.PatientName, "Keller^Anna^^^^^")
                .put(Tag.PatientBirthDate, "5.1.1970")
                .put(Tag.StudyInstanceUID, "1.2.Anna")
                .putBytes(Tag.PatientID, Vr.LO, "Jörg".getBytes(StandardCharsets.ISO_8859_1))
                .build();

        List<Violation> found = validated(dataSet);

        assertThat(found)
                .extracting(Violation::path)
                .contains("(0010,0010)", "(0010,0020)", "(0010,0030)", "(0020,000D)");
        assertThat(found.toString()).doesNotContain("Keller", "1970", "Anna", "rg");
    }

    @Test
    void theMetaInformationAgreesWithTheDataSet() {
        DataSet meta =
                DataSet.builder().put(Tag.MediaStorageSOPInstanceUID, "1.2.4").build();
        DicomFile file = new DicomFile(
                meta,
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                ct().put(Tag.SOPInstanceUID, "1.2.3").build(),
                List.of());

        assertThat(DicomValidator.validate(file))
                .contains(new Violation(
                        Severity.ERROR, "(0002,0003)", "not the same as 00080018 of the data set", "PS3.10 7.1"));
    }

    @Test
    void pixelDataHaveTheSizeThatTheirDescriptionSays() {
        DataSet dataSet = ct().putInts(Tag.Rows, 2)
                .putInts(Tag.Columns, 2)
                .putInts(Tag.BitsAllocated, 16)
                .putInts(Tag.BitsStored, 12)
                .putInts(Tag.HighBit, 15)
                .putInts(Tag.SamplesPerPixel, 3)
                .put(Tag.PhotometricInterpretation, "MONOCHROME2")
                .putBytes(Tag.PixelData, Vr.OW, new byte[6])
                .build();

        assertThat(validated(dataSet))
                .extracting(violation -> violation.path() + " " + violation.message())
                .contains(
                        "(7FE0,0010) 6 bytes instead of 24",
                        "(0028,0102) not one less than the bits stored",
                        "(0028,0002) not what the photometric interpretation has");
    }

    @Test
    void aConditionThatCanBeDecidedIs() {
        DataSet dataSet = ct().putInts(Tag.SamplesPerPixel, 3)
                .put(Tag.PhotometricInterpretation, "RGB")
                .build();

        assertThat(validated(dataSet))
                .extracting(violation -> violation.path() + " " + violation.message())
                .contains("(0028,0006) missing, type 1C");
    }

    private static DataSetBuilder ct() {
        return DataSet.builder().put(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2");
    }

    private static List<Violation> validated(DataSet dataSet) {
        return DicomValidator.validate(
                new DicomFile(DataSet.empty(), TransferSyntax.EXPLICIT_LITTLE_ENDIAN, dataSet, List.of()));
    }
}
