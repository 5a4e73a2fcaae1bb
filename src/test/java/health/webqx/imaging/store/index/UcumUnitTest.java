package health.webqx.imaging.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.DefinedUnit;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UcumUnitTest {
    @ParameterizedTest
    @CsvSource({
        "5.4, mg, 0.0054, g",
        "120, mm[Hg], 15.9986400, k[Pa]",
        "140, mg/dL, 1.4, g/l",
        "4.5, 10*3/uL, 4500000000, /L",
        "60, /min, 1, Hz",
        "72, {beats}/min, 1.2, s-1",
        "98.6, [degF], 37, Cel",
        "37, Cel, 310.15, K",
        "25, kg/m2, 0.0025, kg/cm2",
        "50, %, 0.5, 1",
        "1, [mi_i], 1.609344, km",
        "2, (m/s)/s, 7200, m/s/h",
    })
    void relatesUnitsOfOneKind(BigDecimal value, String code, BigDecimal other, String otherCode) {
        UcumUnit one = unit(code);
        UcumUnit two = unit(otherCode.replace("k[Pa]", "kPa"));

        assertThat(one.canonical()).isEqualTo(two.canonical());
        assertThat(one.toCanonical(value)).isEqualByComparingTo(two.toCanonical(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mmHg",
                "[pH]",
                "dB[SPL]",
                "mg/",
                "(mg",
                "mg)",
                "m999",
                "[nonsense]",
                " ",
                "mg ",
                "0",
                "1/0",
                "m99.km99",
                "..",
                "{",
                "((((((((((m))))))))))",
                "99999999999999999999999"
            })
    void knowsNoRelationOfWhatIsNone(String code) {
        assertThat(UcumUnit.find(UcumUnit.SYSTEM, code)).isEmpty();
    }

    @Test
    void leavesArbitraryUnitsAndOtherSystemsAlone() {
        assertThat(unit("[iU]/L").canonical()).contains("[iU]");
        assertThat(unit("k[IU]/L").canonical()).isEqualTo(unit("[iU]/L").canonical());
        assertThat(UcumUnit.find("urn:other", "mg")).isEmpty();
        assertThat(unit("mg").toCanonical(NumberSpan.GREATEST)).isEqualTo(NumberSpan.GREATEST);
    }

    /** Another implementation's word: HL7's own library, on every unit that is defined and on combinations of them. */
    @Test
    void relatesEveryUnitAsTheLibraryDoes() throws Exception {
        UcumEssenceService library;
        try (InputStream essence = UcumUnitTest.class.getResourceAsStream("/ucum-essence.xml")) {
            library = new UcumEssenceService(essence);
        }
        int agreed = 0;
        for (DefinedUnit defined : library.getModel().getDefinedUnits()) {
            for (String code : List.of(defined.getCode(), "mg/" + defined.getCode(), defined.getCode() + "2.s")) {
                agreed += !defined.isSpecial() && agrees(library, code) ? 1 : 0;
            }
        }
        assertThat(agreed).isGreaterThan(400);
    }

    /** Left out are arbitrary units, which the library takes for pure numbers, and what is too large to be of use. */
    private static boolean agrees(UcumEssenceService library, String code) {
        Optional<UcumUnit> unit = UcumUnit.find(UcumUnit.SYSTEM, code);
        if (unit.isEmpty() || unit.get().canonical().contains("[")) {
            return false;
        }
        Pair expected;
        try {
            expected = library.getCanonicalForm(new Pair(new Decimal("3"), code));
        } catch (UcumException e) {
            return false;
        }
        assertThat(unit(code).canonical()).as(code).isEqualTo(expected.getCode());
        BigDecimal told = new BigDecimal(expected.getValue().asDecimal());
        BigDecimal found = unit(code).toCanonical(new BigDecimal(3));
        BigDecimal difference = found.subtract(told).abs();
        // the library keeps but a digit or two of a quotient
        assertThat(difference).as(code).isLessThanOrEqualTo(told.abs().movePointLeft(1));
        return difference.compareTo(told.abs().movePointLeft(10)) <= 0;
    }

    private static UcumUnit unit(String code) {
        return UcumUnit.find(UcumUnit.SYSTEM, code).orElseThrow(() -> new AssertionError(code));
    }
}
