package health.webqx.imaging.store;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The stamp that every commit changes, on whatever node, which changes what callers' rights are made of (decision record 017).
 * It is looked up after each question; questions that come while a look is under way share the next one. Thread-safe, never
 * blocks.
 */
@ApplicationScoped
class FactsStamp {
    /** For who changes facts otherwise than by writing resources. */
    static final String RENEW = "SELECT renew_facts_stamp()";

    private static final String LOOK = "SELECT stamp FROM facts_stamp";

    private final Database database;
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean looking;

    FactsStamp(Database database) {
        this.database = database;
    }

    private record Waiting(UniEmitter<? super UUID> asked, WayBack wayBack) {}

    /** The stamp as it is at some time after this call; fails {@code UNAVAILABLE} while the database cannot answer. */
    Uni<UUID> now() {
        return Uni.createFrom().emitter(asked -> join(new Waiting(asked, WayBack.here())));
    }

    private void join(Waiting one) {
        synchronized (waiting) {
            waiting.add(one);
            if (looking) {
                return;
            }
            looking = true;
        }
        look();
    }

    private void look() {
        List<Waiting> together;
        synchronized (waiting) {
            together = List.copyOf(waiting);
            waiting.clear();
            looking = !together.isEmpty();
        }
        if (together.isEmpty()) {
            return;
        }
        Uni.createFrom()
                .deferred(() -> database.lookups().preparedQuery(LOOK).execute())
                .map(rows -> rows.iterator().next().getUUID(0))
                .onFailure()
                .transform(DatabaseFailures::translate)
                .subscribe()
                .with(
                        stamp -> {
                            look();
                            together.forEach(each ->
                                    each.wayBack().goOn(() -> each.asked().complete(stamp)));
                        },
                        failure -> {
                            look();
                            together.forEach(each ->
                                    each.wayBack().goOn(() -> each.asked().fail(failure)));
                        });
    }
}
