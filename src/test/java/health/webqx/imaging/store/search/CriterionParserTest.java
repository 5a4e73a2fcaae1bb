package health.webqx.imaging.store.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.store.index.SearchParameters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CriterionParserTest {
    private static final CriterionParser PARSER =
            new CriterionParser(SearchParameters.r4(R4.context()), "https://here/fhir", parameter -> false);

    @Test
    void readsTheFormsOfAToken() {
        assertThat(matches("Patient", "identifier", "urn:x|1")).containsExactly(token("urn:x", "1"));
        assertThat(matches("Patient", "identifier", "|1")).containsExactly(token("", "1"));
        assertThat(matches("Patient", "identifier", "1"))
                .containsExactly(new Match.Token(Optional.empty(), Optional.of("1")));
        assertThat(matches("Patient", "identifier", "urn:x|"))
                .containsExactly(new Match.Token(Optional.of("urn:x"), Optional.empty()));
        assertThat(matches("Patient", "identifier", "a\\,b,c\\|d"))
                .extracting(match -> ((Match.Token) match).code().orElseThrow())
                .containsExactly("a,b", "c|d");
    }

    @Test
    void readsTheFormsOfAReference() {
        Match anna = new Match.LocalReference(Optional.of("Patient"), "anna");

        assertThat(matches("ImagingStudy", "patient", "anna"))
                .containsExactly(new Match.LocalReference(Optional.empty(), "anna"));
        assertThat(matches("ImagingStudy", "patient", "Patient/anna")).containsExactly(anna);
        assertThat(matches("ImagingStudy", "patient", "https://here/fhir/Patient/anna"))
                .containsExactly(anna);
        assertThat(matches("ImagingStudy", "subject:Patient", "anna")).containsExactly(anna);
        assertThat(matches("ImagingStudy", "patient", "https://there/fhir/Patient/anna"))
                .containsExactly(new Match.RemoteReference("https://there/fhir/Patient/anna"));
    }

    @ParameterizedTest
    @CsvSource({
        "2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
        "2024-02, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "2024-02-29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
        "2024-02-29T10:30+02:00, 2024-02-29T08:30:00Z, 2024-02-29T08:31:00Z",
        "2024-02-29T10:30:05Z, 2024-02-29T10:30:05Z, 2024-02-29T10:30:06Z"
    })
    void coversTheIntervalOfADatesPrecision(String text, Instant from, Instant before) {
        Match.Date date =
                (Match.Date) matches("Patient", "birthdate", "ge" + text).get(0);

        assertThat(date.prefix()).isEqualTo(DatePrefix.GE);
        assertThat(date.low()).isEqualTo(from.toEpochMilli());
        assertThat(date.high()).isEqualTo(before.toEpochMilli() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-13", "2024-02-30", "zz2024", "24", "2024-1-1", "today", "2024-01-01T25:00Z", ","})
    void refusesWhatIsNoDate(String text) {
        assertThatThrownBy(() -> PARSER.parse("Patient", "birthdate", text))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.location()).contains("birthdate"));
    }

    @Test
    void refusesModifiersItDoesNotHave() {
        assertThatThrownBy(() -> PARSER.parse("Patient", "identifier:above", "1"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED));
        assertThatThrownBy(() -> PARSER.parse("Patient", "birthdate:exact", "2026"))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> PARSER.parse("Patient", "name:sounds", "x")).isInstanceOf(Failure.class);
    }

    private static List<Match> matches(String type, String name, String value) {
        return ((Criterion.Indexed) PARSER.parse(type, name, value)).anyOf();
    }

    private static Match token(String system, String code) {
        return new Match.Token(Optional.of(system), Optional.of(code));
    }
}
