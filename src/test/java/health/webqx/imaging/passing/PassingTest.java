package health.webqx.imaging.passing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.IllegalReferenceCountException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassingTest {
    private final PassingMemory memory = PassingMemory.before(PooledByteBufAllocator.DEFAULT);

    @Test
    void isUsedAgainWhenNobodyHoldsItAnyMore() {
        Buffer piece = piece("one's bytes");
        Buffer begin = piece.slice(0, 5);
        Passing.hold(begin);

        Passing.letGo(piece);
        assertThat(memory.underWay()).isEqualTo(1);
        assertThat(begin).hasToString("one's");

        Passing.letGo(begin);
        assertThat(memory.underWay()).isZero();
        assertThat(piece("another's")).hasToString("another's");
    }

    /** Whoever reads on by mistake is told, and never given what lies there now. */
    @Test
    void readsNothingOfWhatItHasLetGoOf() {
        Buffer piece = piece("one's bytes");
        Buffer begin = piece.slice(0, 5);
        Passing.letGo(piece);
        Buffer other = piece("another's");

        assertThatThrownBy(() -> piece.getByte(0)).isInstanceOf(IllegalReferenceCountException.class);
        assertThatThrownBy(() -> begin.getBytes()).isInstanceOf(IllegalReferenceCountException.class);
        assertThatThrownBy(() -> InOne.of(Buffer.buffer("head"), begin).getBytes())
                .isInstanceOf(IllegalReferenceCountException.class);
        assertThat(other).hasToString("another's");
    }

    @Test
    void letsGoOfAllThatWasPutInOne() {
        Buffer all = InOne.of(Buffer.buffer("\r\n"), InOne.of(Buffer.buffer("head "), piece("content")));
        Passing.hold(all);
        Passing.letGo(all);
        assertThat(all).hasToString("\r\nhead content");

        Passing.letGo(all);

        assertThat(memory.underWay()).isZero();
    }

    /** Bytes that are sent to many, as those that are kept are, stay whoever lets go of them. */
    @Test
    void saysNothingOfOtherBuffers() {
        Buffer kept = Buffer.buffer("kept");
        Buffer both = InOne.of(kept, Buffer.buffer(" and sent"));
        for (int i = 0; i < 3; i++) {
            Passing.letGo(both);
            Passing.letGo(kept.slice(1, 3));
        }

        assertThat(both).hasToString("kept and sent");
        assertThat(kept).hasToString("kept");
    }

    /** A connection that is used again has its own memory again, however many answers passed on it. */
    @Test
    void standsBeforeTheUsualMemoryAndNeverBeforeAnother() {
        assertThat(PassingMemory.isToBeHad()).isTrue();
        assertThat(PassingMemory.usual(PassingMemory.before(memory))).isSameAs(PooledByteBufAllocator.DEFAULT);
        assertThat(PassingMemory.usual(ByteBufAllocator.DEFAULT)).isSameAs(ByteBufAllocator.DEFAULT);
    }

    /** Vert.x copies what lies in Netty's own pool and gives that back. */
    @Test
    void leavesWhatIsTooMuchAtOnceToTheUsualPool() {
        List<ByteBuf> pieces = new ArrayList<>();
        do {
            pieces.add(memory.ioBuffer(2048));
        } while (!(pieces.get(pieces.size() - 1).alloc() instanceof PooledByteBufAllocator));
        assertThat(pieces).hasSizeBetween(4, 100);

        pieces.forEach(ByteBuf::release);

        assertThat(memory.underWay()).isZero();
    }

    private Buffer piece(String content) {
        return Buffer.buffer(memory.ioBuffer(2048).writeBytes(content.getBytes(StandardCharsets.UTF_8)));
    }
}
