package health.webqx.imaging.dicomweb;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose first item has been seen: whether there is anything to send is known before the answer's status goes out.
 * The rest is asked for as the reader asks.
 */
final class BegunStream<T> implements Flow.Subscriber<T>, Flow.Subscription {
    private final UniEmitter<? super BegunStream<T>> begun;
    private Flow.@Nullable Subscription source;
    private Flow.@Nullable Subscriber<? super T> reader;
    private @Nullable T first;
    private @Nullable Throwable failure;
    private boolean hasBegun;
    private boolean complete;

    private BegunStream(UniEmitter<? super BegunStream<T>> begun) {
        this.begun = begun;
    }

    /** Completes with the stream's first item, or its end; fails when it fails before. */
    static <T> Uni<BegunStream<T>> of(Multi<T> source) {
        return Uni.createFrom().emitter(emitter -> {
            BegunStream<T> stream = new BegunStream<>(emitter);
            emitter.onTermination(() -> {
                if (!stream.hasBegun) {
                    stream.cancel();
                }
            });
            source.subscribe().withSubscriber(stream);
        });
    }

    /** What has been seen, while nothing was read; absent where the stream ended without an item. */
    Optional<T> first() {
        return Optional.ofNullable(first);
    }

    /** The whole stream, first item included; read once. */
    Multi<T> all() {
        Flow.Publisher<T> publisher = this::readBy;
        return Multi.createFrom().publisher(publisher);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(T item) {
        if (hasBegun && reader != null) {
            reader.onNext(item);
            return;
        }
        first = item;
        begin();
    }

    @Override
    public void onError(Throwable thrown) {
        if (!hasBegun) {
            begun.fail(thrown);
            return;
        }
        synchronized (this) {
            if (reader == null || first != null) {
                failure = thrown;
                return;
            }
        }
        reader.onError(thrown);
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            complete = true;
            if (hasBegun && (reader == null || first != null)) {
                return;
            }
        }
        if (!hasBegun) {
            begin();
        } else if (reader != null) {
            reader.onComplete();
        }
    }

    private void begin() {
        hasBegun = true;
        begun.complete(this);
    }

    private void readBy(Flow.Subscriber<? super T> subscriber) {
        synchronized (this) {
            reader = subscriber;
        }
        subscriber.onSubscribe(this);
        if (first == null && complete) {
            subscriber.onComplete();
        }
    }

    @Override
    public void request(long count) {
        long rest = count;
        T item;
        synchronized (this) {
            item = first;
            first = null;
        }
        if (item != null && reader != null) {
            reader.onNext(item);
            rest--;
            if (failure != null) {
                reader.onError(failure);
                return;
            } else if (complete) {
                reader.onComplete();
                return;
            }
        }
        if (rest > 0 && source != null) {
            source.request(rest);
        }
    }

    @Override
    public void cancel() {
        if (source != null) {
            source.cancel();
        }
    }
}
