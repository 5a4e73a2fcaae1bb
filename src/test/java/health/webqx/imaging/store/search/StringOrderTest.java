package health.webqx.imaging.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StringOrderTest {
    @Test
    void tellsWhatComesAfterAllThatBeginAlike() {
        assertThat(StringOrder.afterAllWith("kel")).contains("kem");
        assertThat(StringOrder.afterAllWith("ke\u00ff")).contains("ke\u0100");
        assertThat(StringOrder.afterAllWith("k\uffff")).contains("k\ud800\udc00");
    }

    @Test
    void leavesOutWhatIsNoCharacter() {
        assertThat(StringOrder.afterAllWith("k\ud7ff")).contains("k\ue000");
    }

    @Test
    void knowsHalfACharacter() {
        assertThat(StringOrder.hasHalfCharacter("k\udfff")).isTrue();
        assertThat(StringOrder.hasHalfCharacter("k\ud800l")).isTrue();
        assertThat(StringOrder.hasHalfCharacter("k\ud800\udc00")).isFalse();
    }

    @Test
    void goesBackWhereThereIsNoGreaterCharacter() {
        assertThat(StringOrder.afterAllWith("k\udbff\udfff")).contains("l");
        assertThat(StringOrder.afterAllWith("\udbff\udfff")).isEmpty();
        assertThat(StringOrder.afterAllWith("")).isEmpty();
    }
}
