package health.webqx.imaging.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.access.policy.AccessConfig;
import health.webqx.imaging.access.scope.ScopeParser;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.access.token.StandingRights;
import health.webqx.imaging.resource.ResourceKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is limited to de-identified images. */
class DeidentifiedOnlyTest {
    private static final AccessConfig CONFIG = new Limits("webqx/deidentified");

    @Test
    void limitsByTheScopeWhateverStandsBesideIt() {
        assertThat(limits("system/*.cruds webqx/deidentified", "app", Set.of())).isTrue();
        assertThat(limits("webqx/deidentified user/*.rs", "app", Set.of("TREAT")))
                .isTrue();
        assertThat(limits("system/*.cruds webqx/deidentified2", "app", Set.of()))
                .isFalse();
    }

    @Test
    void limitsByAPurposeOfResearchAlone() {
        assertThat(limits("system/*.rs", "app", Set.of("HRESCH"))).isTrue();
        assertThat(limits("system/*.rs", "app", Set.of("HRESCH", "TREAT"))).isFalse();
        assertThat(limits("system/*.rs", "app", Set.of())).isFalse();
    }

    @Test
    void limitsByTheApp() {
        assertThat(limits("system/*.rs", "trial", Set.of("TREAT"))).isTrue();
    }

    @Test
    void asksForResearchWhereTheTokenDoesNotSayForWhat() {
        assertThat(DeidentifiedOnly.asking(caller("system/*.rs", "app", Set.of()))
                        .purposes())
                .containsExactly("HRESCH");
        assertThat(DeidentifiedOnly.asking(caller("system/*.rs", "app", Set.of("PUBHLTH")))
                        .purposes())
                .containsExactly("PUBHLTH");
    }

    /** An app chooses its scopes: what is seen by one on a patient, a day or an identifier would tell whose it is. */
    @Test
    void asksByNoScopeThatPointsAtSomebody() {
        String shown = "system/ImagingStudy.rs?modality=CT user/ImagingStudy.rs?bodysite:not=1&dicom-class=2";
        String pointing = "system/ImagingStudy.rs?patient=Patient/1 system/ImagingStudy.rs?modality=CT&started=2026"
                + " user/*.rs?identifier=1 user/*.rs?patient:Patient.family=K system/*.rs?_id=1 system/*.rs?_tag=1";

        assertThat(DeidentifiedOnly.asking(caller(shown + " " + pointing, "app", Set.of()))
                        .scopes())
                .isEqualTo(ScopeParser.parse(shown));
    }

    @Test
    void asksByAPatientsScopesForThePatientAndNotForStaff() {
        assertThat(DeidentifiedOnly.asking(caller("patient/*.rs", "app", Set.of()))
                        .scopes())
                .hasSize(1);
        assertThat(DeidentifiedOnly.asking(
                                of(Optional.of(new ResourceKey("Practitioner", "1")), "patient/*.rs user/*.rs"))
                        .scopes())
                .isEqualTo(ScopeParser.parse("user/*.rs"));
    }

    @Test
    void isNotSetToAScopeThatLimitsNoToken() {
        for (String scope : Set.of("system/ImagingStudy.rs", "webqx/deidentified openid", "")) {
            assertThatThrownBy(() -> DeidentifiedOnly.requireUsable(new Limits(scope)))
                    .as(scope)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("webqx.access.deidentified-scope");
        }
        DeidentifiedOnly.requireUsable(CONFIG);
    }

    @Test
    void staysLimitedWhenItsRightsAreKept() {
        Caller kept =
                StandingRights.read(StandingRights.write(caller("system/*.rs webqx/deidentified", "app", Set.of())));

        assertThat(DeidentifiedOnly.limits(kept, CONFIG)).isTrue();
    }

    private static boolean limits(String scope, String client, Set<String> purposes) {
        return DeidentifiedOnly.limits(caller(scope, client, purposes), CONFIG);
    }

    private static Caller of(Optional<ResourceKey> user, String scope) {
        return new Caller(
                "issuer",
                "subject",
                "app",
                ScopeParser.parse(scope),
                Optional.of("1"),
                user,
                Set.of(),
                Set.of(),
                "t",
                Set.of());
    }

    private static Caller caller(String scope, String client, Set<String> purposes) {
        return new Caller(
                "issuer",
                "subject",
                client,
                ScopeParser.parse(scope),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                purposes,
                "t",
                ScopeParser.others(scope));
    }

    /** What is set unless something else is, and two apps. */
    private record Limits(String deidentifiedScope) implements AccessConfig {
        @Override
        public boolean patientImaging() {
            return true;
        }

        @Override
        public boolean requireConsent() {
            return true;
        }

        @Override
        public ProviderReach providerReach() {
            return ProviderReach.ALL;
        }

        @Override
        public Optional<Set<String>> rolesReachingAll() {
            return Optional.empty();
        }

        @Override
        public boolean specialtyLimits() {
            return false;
        }

        @Override
        public Duration emergencyAccess() {
            return Duration.ZERO;
        }

        @Override
        public Set<String> deidentifiedPurposes() {
            return Set.of("HRESCH");
        }

        @Override
        public Optional<Set<String>> deidentifiedClients() {
            return Optional.of(Set.of("registry", "trial"));
        }
    }
}
