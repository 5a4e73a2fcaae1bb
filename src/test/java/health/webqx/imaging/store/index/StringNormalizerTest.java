package health.webqx.imaging.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringNormalizerTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "KELLER,keller",
                "Müller,muller",
                "Mu\u0308ller,muller",
                "Ångström,angstrom",
                "  Anna \t\u00a0 Maria ,anna maria",
                "İstanbul,istanbul",
                "Ольга,ольга",
                "山田,山田",
            })
    void caseAccentsAndSpacesDoNotCount(String text, String normalized) {
        assertThat(StringNormalizer.normalize(text)).isEqualTo(normalized);
    }

    @Test
    void aLongTextIsCutAtTheSamePlaceForStoredAndAskedAndNeverInsideACharacter() {
        String text = "x".repeat(999) + "😀".repeat(10);
        assertThat(StringNormalizer.normalize(text)).isEqualTo("x".repeat(999));
        assertThat(StringNormalizer.normalize("ö".repeat(1000))).hasSize(1000);
    }
}
