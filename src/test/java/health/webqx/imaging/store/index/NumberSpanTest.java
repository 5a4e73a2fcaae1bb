package health.webqx.imaging.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberSpanTest {
    @ParameterizedTest
    @CsvSource({"100, 99.5, 100.5", "100.00, 99.995, 100.005", "-2.5, -2.55, -2.45", "0, -0.5, 0.5", "1e2, 50, 150"})
    void aNumberCoversWhatItsDigitsSay(BigDecimal value, BigDecimal low, BigDecimal high) {
        NumberSpan span = NumberSpan.of(value).orElseThrow();
        assertThat(span.low()).isEqualByComparingTo(low);
        assertThat(span.high()).isEqualByComparingTo(high);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "1e51"})
    void aNumberNobodyCouldWriteOutIsNotIndexed(String number) {
        assertThat(NumberSpan.of(new BigDecimal(number))).isEmpty();
    }

    @Test
    void aRangeWithoutAnEndIsOpenThere() {
        NumberSpan span =
                NumberSpan.ofRange(R4.resource("{'low':{'value':30}}")).orElseThrow();
        assertThat(span.low()).isEqualByComparingTo("29.5");
        assertThat(span.high()).isEqualTo(NumberSpan.GREATEST);
        assertThat(NumberSpan.ofRange(R4.resource("{}"))).isEmpty();
    }
}
