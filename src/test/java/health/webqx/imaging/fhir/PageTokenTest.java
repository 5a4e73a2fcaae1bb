package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.fhir.search.PageToken;
import health.webqx.imaging.outcome.Failure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PageTokenTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    private final PageToken anna = new PageToken(SECRET, "anna", "status=final");

    @Test
    void givesBackTheKeyItWasMadeOf() {
        assertThat(anna.verify(anna.sign("42"))).isEqualTo("42");
    }

    @Test
    void isGoodForNobodyElseAndNothingElse() {
        String token = anna.sign("42");

        assertThatThrownBy(() -> new PageToken(SECRET, "ben", "status=final").verify(token))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> new PageToken(SECRET, "anna", "").verify(token))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> new PageToken(SECRET, "anna\nstatus=final", "").verify(token))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> anna.verify("B" + token.substring(1))).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> anna.verify("")).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> anna.verify("%%%")).isInstanceOf(Failure.class);
    }
}
