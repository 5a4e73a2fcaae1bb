package health.webqx.imaging.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.access.policy.AccessConfig;
import health.webqx.imaging.access.scope.ScopeParser;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.access.token.StandingRights;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is limited to de-identified images. */
class DeidentifiedOnlyTest {
    private static final AccessConfig CONFIG = new Limits();

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

    @Test
    void staysLimitedWhenItsRightsAreKept() {
        Caller kept =
                StandingRights.read(StandingRights.write(caller("system/*.rs webqx/deidentified", "app", Set.of())));

        assertThat(DeidentifiedOnly.limits(kept, CONFIG)).isTrue();
    }

    private static boolean limits(String scope, String client, Set<String> purposes) {
        return DeidentifiedOnly.limits(caller(scope, client, purposes), CONFIG);
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
    private static final class Limits implements AccessConfig {
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
        public String deidentifiedScope() {
            return "webqx/deidentified";
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
