package health.webqx.imaging.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keys of a search match, and which are no keys (PS3.4 C.2.2.2, PS3.18 8.3.4). */
class QidoConditionTest {
    private static final DataSet ROW = DataSet.builder()
            .put(Tag.StudyInstanceUID, "1.2.3")
            .put(Tag.PatientName, "Keller^Anna")
            .put(Tag.PatientID, "WQX-1")
            .put(Tag.StudyDate, "20260301")
            .put(Tag.StudyTime, "101500.5")
            .put(Tag.ModalitiesInStudy, "CT", "SR")
            .put(Tag.SeriesNumber, "12")
            .putItems(
                    Tag.RequestAttributesSequence,
                    DataSet.builder().put(Tag.ScheduledProcedureStepID, "S-7").build())
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "StudyInstanceUID; 1.2.3; true",
                "0020000d; 9.9,1.2.3; true",
                "0020000D; 9.9\\1.2.3; true",
                "StudyInstanceUID; 1.2; false",
                "PatientName; keller*; true",
                "PatientName; KELLER^ANNA; true",
                "PatientName; Kell?r^*; true",
                "PatientName; Kelle; false",
                "PatientID; wqx-1; false",
                "PatientID; *; true",
                "StudyDate; 20260301; true",
                "StudyDate; 20260301-; true",
                "StudyDate; -20260228; false",
                "StudyDate; 20260101-20261231; true",
                "StudyTime; 10-11; true",
                "StudyTime; 1015-; true",
                "StudyTime; 1016-; false",
                "ModalitiesInStudy; MR,SR; true",
                "ModalitiesInStudy; MR\\CT; true",
                "ModalitiesInStudy; MR; false",
                "SeriesNumber; 012; true",
                "00400275.00400009; S-7; true",
                "RequestAttributesSequence.ScheduledProcedureStepID; S-?; true",
                "RequestAttributesSequence.ScheduledProcedureStepID; S-8; false",
                "AccessionNumber; A; false"
            })
    void matchesAsTheStandardSays(String name, String value, boolean matches) {
        assertThat(QidoCondition.of(name, value).matches(ROW)).isEqualTo(matches);
    }

    @Test
    void takesAnEmptyValueForAnything() {
        assertThat(QidoCondition.of("AccessionNumber", "").matches(ROW)).isTrue();
        assertThat(QidoCondition.of("RequestAttributesSequence", "").matches(ROW))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour=red",
                "0020000=1",
                "FFFFFFFF=1",
                "00020010=1.2",
                "00080000=1",
                "00091001=x",
                "PixelData=1",
                "PatientID.PatientName=x",
                "RequestAttributesSequence=x",
                "RequestAttributesSequence.=x",
                ".=x",
                "=x"
            })
    void refusesWhatIsNoKey(String parameter) {
        fails(parameter, FailureKind.UNSUPPORTED, FailureKind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "StudyInstanceUID=1.2.x",
                "StudyInstanceUID=1.2,",
                "StudyInstanceUID=1.*",
                "StudyDate=2026",
                "StudyDate=20261301",
                "StudyDate=-",
                "StudyDate=20260101-2026",
                "StudyDate=1-2-3",
                "StudyTime=soon",
                "SeriesNumber=two",
                "SeriesNumber=1e999999999"
            })
    void refusesWhatAnAttributeCannotBe(String parameter) {
        fails(parameter, FailureKind.MALFORMED);
    }

    private static void fails(String parameter, FailureKind... kinds) {
        String[] parts = parameter.split("=", 2);
        assertThatThrownBy(() -> QidoCondition.of(parts[0], parts[1]))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isIn((Object[]) kinds));
    }
}
