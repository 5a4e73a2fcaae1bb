package health.webqx.imaging.access.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeParserTest {
    @Test
    void readsLettersOfVersionTwo() {
        ResourceScope scope = ScopeParser.parse("patient/ImagingStudy.rs").get(0);

        assertThat(scope.context()).isEqualTo(ResourceScope.Context.PATIENT);
        assertThat(scope.permissions()).isEqualTo(EnumSet.of(Permission.READ, Permission.SEARCH));
        assertThat(scope.covers("ImagingStudy", Permission.READ)).isTrue();
        assertThat(scope.covers("Patient", Permission.READ)).isFalse();
    }

    /** smart-app-launch_2.2.0: 128. */
    @Test
    void readsTheWordsOfVersionOne() {
        assertThat(ScopeParser.parse("user/*.read").get(0).permissions())
                .isEqualTo(EnumSet.of(Permission.READ, Permission.SEARCH));
        assertThat(ScopeParser.parse("user/*.write").get(0).permissions())
                .isEqualTo(EnumSet.of(Permission.CREATE, Permission.UPDATE, Permission.DELETE));
        assertThat(ScopeParser.parse("system/*.*").get(0).permissions()).isEqualTo(EnumSet.allOf(Permission.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient/ImagingStudy.sr",
                "patient/ImagingStudy.dus",
                "patient/ImagingStudy.x",
                "patient/ImagingStudy.",
                "patient/ImagingStudy",
                "patient/imagingStudy.rs",
                "Patient/ImagingStudy.rs",
                "patient/*.rs?",
                "patient/*.rs?modality",
                "patient/*.rs?modality=%zz",
                "everything/*.rs",
                "openid",
                ""
            })
    void grantsNothingForWhatIsNotOfTheGrammar(String text) {
        assertThat(ScopeParser.parse(text)).isEmpty();
    }

    @Test
    void keepsTheFilterOfAGranularScope() {
        ResourceScope scope = ScopeParser.parse("patient/ImagingStudy.rs?modality=http://x|CT&status=available")
                .get(0);

        assertThat(scope.filter())
                .containsExactly(
                        java.util.Map.entry("modality", "http://x|CT"), java.util.Map.entry("status", "available"));
    }

    @Test
    void readsEachScopeOfAClaimAlone() {
        List<ResourceScope> scopes = ScopeParser.parse("launch/patient patient/Patient.r nonsense user/*.s");

        assertThat(scopes).extracting(ResourceScope::type).containsExactly("Patient", "*");
    }
}
