package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.store.KeptFacts.Kept;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeptFactsTest {
    private record Question(int number) {}

    @Test
    void letsGoOfWhatWasNotAskedForTheLongest() {
        KeptFacts facts = new KeptFacts(10_000);
        facts.keep(new Question(1), of(3_000));
        facts.keep(new Question(2), of(3_000));
        facts.find(new Question(1));

        facts.keep(new Question(3), of(3_000));

        assertThat(facts.find(new Question(1))).isPresent();
        assertThat(facts.find(new Question(2))).isEmpty();
        assertThat(facts.find(new Question(3))).isPresent();
    }

    @Test
    void countsWhatTakesAnothersPlaceOnce() {
        KeptFacts facts = new KeptFacts(10_000);
        facts.keep(new Question(1), of(3_000));
        for (int i = 0; i < 100; i++) {
            facts.keep(new Question(2), of(3_000));
        }

        assertThat(facts.find(new Question(1))).isPresent();
    }

    @Test
    void keepsNothingThatIsLargerThanAllItMayKeep() {
        KeptFacts facts = new KeptFacts(10_000);
        facts.keep(new Question(1), of(20_000));

        assertThat(facts.find(new Question(1))).isEmpty();
        facts.keep(new Question(2), of(9_000));
        assertThat(facts.find(new Question(2))).isPresent();
    }

    private static Kept of(long bytes) {
        return new Kept(UUID.randomUUID(), List.of(), bytes);
    }
}
