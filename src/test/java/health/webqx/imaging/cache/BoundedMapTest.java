package health.webqx.imaging.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stays and what goes. */
class BoundedMapTest {
    private final List<String> dropped = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final BoundedMap<String> map = new BoundedMap<>(100, Duration.ofMinutes(1), () -> now, dropped::add);

    @Test
    void letsGoOfWhatWasNotUsedForLongest() {
        for (String each : List.of("a", "b", "c", "d")) {
            map.put(each, each, 25);
        }
        assertThat(map.find("a")).contains("a");
        map.put("e", "e", 25);

        assertThat(dropped).containsExactly("b");
        assertThat(map.find("a")).contains("a");
        assertThat(map.bytes()).isEqualTo(100);
    }

    @Test
    void keepsNothingThatIsLargerThanAQuarterOfIt() {
        map.put("large", "large", 26);

        assertThat(map.find("large")).isEmpty();
        assertThat(dropped).containsExactly("large");
        assertThat(map.bytes()).isZero();
    }

    @Test
    void keepsNothingLongerThanItsTime() {
        map.put("a", "a", 10);
        map.put("b", "b", 10);
        now = now.plusSeconds(60);

        assertThat(map.find("a")).isEmpty();
        map.sweep();
        assertThat(dropped).containsExactly("a", "b");
        assertThat(map.bytes()).isZero();
    }

    @Test
    void dropsWhatIsReplaced() {
        map.put("a", "old", 10);
        map.put("a", "new", 20);

        assertThat(map.find("a")).contains("new");
        assertThat(dropped).containsExactly("old");
        assertThat(map.bytes()).isEqualTo(20);
    }
}
