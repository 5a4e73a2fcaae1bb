package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One after the other, whoever fails or gives up on the way. */
class TurnTest {
    private final Turn turn = new Turn();
    private final List<String> begun = new ArrayList<>();
    private final List<UniEmitter<? super String>> open = new ArrayList<>();

    @Test
    void beginsTheNextWhenTheOneBeforeHasEnded() {
        work("first");
        work("second");
        assertThat(begun).containsExactly("first");

        open.get(0).complete("done");
        assertThat(begun).containsExactly("first", "second");
    }

    @Test
    void goesOnAfterAFailureAndPastWhoGaveUp() {
        work("first");
        Cancellable impatient = work("second");
        work("third");
        impatient.cancel();

        open.get(0).fail(new IllegalStateException("broken"));
        assertThat(begun).containsExactly("first", "third");
    }

    @Test
    void goesOnWhenTheOneAtWorkIsCancelled() {
        Cancellable first = work("first");
        work("second");

        first.cancel();
        assertThat(begun).containsExactly("first", "second");
    }

    private Cancellable work(String name) {
        return turn.take(() -> Uni.createFrom().<String>emitter(emitter -> {
                    begun.add(name);
                    open.add(emitter);
                }))
                .subscribe()
                .with(done -> {}, failure -> {});
    }
}
