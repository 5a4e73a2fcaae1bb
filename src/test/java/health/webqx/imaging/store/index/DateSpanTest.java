package health.webqx.imaging.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateSpanTest {
    @ParameterizedTest
    @CsvSource({
        "2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
        "2024-02, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "2024-12, 2024-12-01T00:00:00Z, 2025-01-01T00:00:00Z",
        "2024-02-29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
        "2024-05-01T10:30Z, 2024-05-01T10:30:00Z, 2024-05-01T10:31:00Z",
        "2024-05-01T10:30:15Z, 2024-05-01T10:30:15Z, 2024-05-01T10:30:16Z",
        "2024-05-01T10:30:15, 2024-05-01T10:30:15Z, 2024-05-01T10:30:16Z",
        "2024-05-01T10:30:15.2Z, 2024-05-01T10:30:15.200Z, 2024-05-01T10:30:15.300Z",
        "2024-05-01T10:30:15.123+02:00, 2024-05-01T08:30:15.123Z, 2024-05-01T08:30:15.124Z",
        "2024-05-01T10:30:15.123456789Z, 2024-05-01T10:30:15.123456Z, 2024-05-01T10:30:15.123457Z",
        "2024-01-01T00:30:00+14:00, 2023-12-31T10:30:00Z, 2023-12-31T10:30:01Z",
        "2024-01-01T00:30:00-09:30, 2024-01-01T10:00:00Z, 2024-01-01T10:00:01Z",
    })
    void aDateCoversWhatItsPrecisionSays(String text, Instant low, Instant high) {
        assertThat(DateSpan.parse(text)).contains(new DateSpan(low, high));
    }

    @Test
    void aLeapSecondIsFoundAtTheSecondBeforeIt() {
        assertThat(DateSpan.parse("2016-12-31T23:59:60Z")).isEqualTo(DateSpan.parse("2016-12-31T23:59:59Z"));
    }

    @Test
    void theFirstAndTheLastYearStayWithinBounds() {
        assertThat(DateSpan.parse("9999").orElseThrow().high()).isEqualTo(DateEntry.END);
        assertThat(DateSpan.parse("9999-12-31T23:59:59-12:00")).isEmpty();
        assertThat(DateSpan.parse("0001").orElseThrow().low()).isEqualTo(DateEntry.BEGINNING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "24",
                "2024-",
                "2024-13",
                "2024-02-30",
                "2023-02-29",
                "2024-2-3",
                "20240203",
                "2024-01-01T",
                "2024-01-01T10",
                "2024-01-01T24:00:00Z",
                "2024-01-01T10:60:00Z",
                "2024-01-01T10:00:61Z",
                "2024-01-01T10:00:00+19:00",
                "2024-01-01T10:00:00+0200",
                "2024-01-01 10:00:00Z",
                "0000",
                "２０２４",
                "yesterday"
            })
    void whatIsNoDateCoversNothing(String text) {
        assertThat(DateSpan.parse(text)).isEmpty();
    }
}
