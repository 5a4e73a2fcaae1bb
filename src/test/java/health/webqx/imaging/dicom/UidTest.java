package health.webqx.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which UIDs may become part of an address, and which are as the standard wants them. */
class UidTest {
    @ParameterizedTest
    @ValueSource(strings = {".", "..", "1.", ".1", "1..2", "1.2..", "..1"})
    void anEmptyComponentLeadsElsewhere(String text) {
        assertThat(Uid.of(text).hasComponents()).isFalse();
        assertThat(Uid.of(text).isStrict()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "1.2", "1.2.840.10008.1.2.1", "1.0.2"})
    void takesWhatTheStandardAllows(String text) {
        assertThat(Uid.of(text).hasComponents()).isTrue();
        assertThat(Uid.of(text).isStrict()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "1.02", "01.2"})
    void toleratesLeadingZeros(String text) {
        assertThat(Uid.of(text).hasComponents()).isTrue();
        assertThat(Uid.of(text).isStrict()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2a",
                "1 2",
                "1.2/3",
                "٣.1",
                "11111111111111111111111111111111111111111111111111111111111111111"
            })
    void isNoUid(String text) {
        assertThat(Uid.find(text)).isEmpty();
    }
}
