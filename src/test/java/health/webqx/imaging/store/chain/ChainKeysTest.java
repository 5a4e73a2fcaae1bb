package health.webqx.imaging.store.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A key can be replaced, and one that was replaced makes no links any more. */
class ChainKeysTest {
    private static final byte[] OLD = "old".repeat(11).getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "new".repeat(11).getBytes(StandardCharsets.UTF_8);

    private final ChainKeys old = new ChainKeys(OLD, List.of());
    private final ChainKeys both = new ChainKeys(NEW, List.of(OLD));
    private final Mark anchor = Mark.of(old, Mark.ANCHOR, 0, Buffer.buffer("begin"), 0, 0);
    private final Link first = Link.of(old, 1, anchor.hash(), List.of(event(1)));
    private final Link second = Link.of(both, 2, first.hash(), List.of(event(2)));
    private final Link third = Link.of(both, 3, second.hash(), List.of(event(3)));

    @Test
    void goesOnWithTheNewKey() {
        assertThat(walk(both, List.of(first, second, third), Mark.head(both, third, 3)))
                .isEmpty();
        assertThat(walk(both, List.of(first), Mark.head(old, first, 1))).isEmpty();
    }

    @Test
    void knowsOnlyTheKeysItIsGiven() {
        assertThat(walk(new ChainKeys(NEW, List.of()), List.of(first, second, third), Mark.head(both, third, 3)))
                .isPresent();
        assertThat(walk(old, List.of(first, second, third), Mark.head(both, third, 3)))
                .isPresent();
    }

    @Test
    void takesNothingMadeWithTheOldKeyAfterTheNewOne() {
        Link forged = Link.of(old, 3, second.hash(), List.of(event(3)));

        assertThat(walk(both, List.of(first, second, forged), Mark.head(both, forged, 3)))
                .map(Break::link)
                .contains(3L);
        assertThat(walk(both, List.of(first, second), Mark.head(old, second, 2)))
                .isPresent();
    }

    @Test
    void namesKeysWithoutGivingThemAway() {
        assertThat(old.current()).hasSize(16).isNotEqualTo(both.current());
    }

    private Optional<Break> walk(ChainKeys keys, List<Link> links, Mark head) {
        ChainWalk walk = new ChainWalk(keys, anchor, Optional.empty());
        return walk.begin()
                .or(() -> walk.pass(links, List.of(event(1), event(2), event(3)).subList(0, links.size())))
                .or(() -> walk.end(head));
    }

    private static ChainedEvent event(long sid) {
        return new ChainedEvent(sid, "e" + sid, 1, sid, "p", false, Buffer.buffer("{}"));
    }
}
