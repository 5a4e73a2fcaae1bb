package health.webqx.imaging.store;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Lets works of one kind be done one after the other, in the order they came, without a thread or a connection held by those
 * that wait. Who gives up while waiting gives the turn on.
 */
final class Turn {
    private final Queue<Place> places = new ArrayDeque<>();
    private boolean taken;

    /** How far one that came has come. */
    private enum State {
        WAITING,
        CALLED,
        AT_WORK,
        GONE
    }

    /** The work, begun when its turn comes. */
    <T> Uni<T> take(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom().deferred(() -> {
            Place place = new Place();
            return Uni.createFrom().<Void>emitter(place::queue).chain(() -> place.work(work));
        });
    }

    private void callNext() {
        Place next;
        synchronized (places) {
            next = places.poll();
            taken = next != null;
        }
        if (next != null) {
            next.call();
        }
    }

    /** One that came, from then on until its work is done. */
    private final class Place {
        private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
        private volatile Runnable calling = () -> {};

        void queue(UniEmitter<? super Void> emitter) {
            calling = () -> emitter.complete(null);
            emitter.onTermination(this::gone);
            synchronized (places) {
                if (taken) {
                    places.add(this);
                    return;
                }
                taken = true;
            }
            call();
        }

        void call() {
            if (state.compareAndSet(State.WAITING, State.CALLED)) {
                calling.run();
            } else {
                callNext();
            }
        }

        /** Also told after a normal end, and then it is at work. */
        private void gone() {
            if (!state.compareAndSet(State.WAITING, State.GONE) && state.compareAndSet(State.CALLED, State.GONE)) {
                callNext();
            }
        }

        <T> Uni<T> work(Supplier<Uni<? extends T>> work) {
            if (!state.compareAndSet(State.CALLED, State.AT_WORK)) {
                return Uni.createFrom().failure(new CancellationException());
            }
            return Uni.createFrom().<T>deferred(work).onTermination().invoke(Turn.this::callNext);
        }
    }
}
