package health.webqx.imaging.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessRecordTest {
    @Test
    void keepsOfAUserAgentNoMoreThanTellsWhatItWas() {
        String sent = "viewer/1.0 " + "x".repeat(16_000);

        AccessRecord.Agent agent = new AccessRecord.Agent("Practitioner/a", "app", "id", "::1", sent);

        assertThat(agent.userAgent()).hasSize(500).startsWith("viewer/1.0 x");
    }
}
