package health.webqx.imaging.subscription;

import health.webqx.imaging.store.SubscriptionEvents;
import health.webqx.imaging.store.Subscriptions;
import health.webqx.imaging.store.Subscriptions.Standing;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The websockets of this node and what they are bound to (Subscriptions R5 Backport 1.1, websocket channel). A client sends
 * {@code bind-with-token: <token>} as often as it has tokens; it is sent a handshake for each subscription, and from then on the
 * events after those there were. Which node made the events does not matter: what is new is looked up each beat.
 */
@ApplicationScoped
public class Sockets {
    private static final Logger LOG = Logger.getLogger(Sockets.class);
    private static final String BIND = "bind-with-token:";
    private static final int MOST_SOCKETS = 1000;
    private static final int MOST_BINDINGS = 100;
    private static final Duration UNBOUND = Duration.ofSeconds(30);
    private static final short POLICY = 1008;
    private static final short TRY_AGAIN = 1013;

    private final BindingTokens tokens;
    private final Subscriptions subscriptions;
    private final SubscriptionEvents events;
    private final Focuses focuses;
    private final SubscriptionsConfig config;
    private final Vertx vertx;
    private final String base;
    private final Set<ServerWebSocket> open = ConcurrentHashMap.newKeySet();
    private final Set<Binding> bindings = ConcurrentHashMap.newKeySet();

    Sockets(
            BindingTokens tokens,
            Subscriptions subscriptions,
            SubscriptionEvents events,
            Focuses focuses,
            SubscriptionsConfig config,
            Vertx vertx,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.tokens = tokens;
        this.subscriptions = subscriptions;
        this.events = events;
        this.focuses = focuses;
        this.config = config;
        this.vertx = vertx;
        this.base = baseUrl.orElse("") + "/fhir/";
    }

    void start(@Observes @Priority(400) StartupEvent event) {
        vertx.setPeriodic(config.pollInterval().toMillis(), timer -> look(bindings));
    }

    /** Takes a websocket in; one that does not bind soon is closed. */
    public void open(ServerWebSocket socket) {
        if (open.size() >= MOST_SOCKETS) {
            socket.close(TRY_AGAIN, "too many websockets");
            return;
        }
        open.add(socket);
        socket.closeHandler(closed -> forget(socket));
        socket.exceptionHandler(broken -> forget(socket));
        socket.textMessageHandler(message -> message(socket, message));
        vertx.setTimer(UNBOUND.toMillis(), timer -> {
            if (open.contains(socket) && boundTo(socket) == 0) {
                socket.close(POLICY, "no subscription is bound");
            }
        });
    }

    /** That a subscription has new events. */
    void wake(long subscription) {
        look(bindings.stream()
                .filter(binding -> binding.subscription() == subscription)
                .collect(Collectors.toSet()));
    }

    private void message(ServerWebSocket socket, String message) {
        if (!message.startsWith(BIND)) {
            socket.close(POLICY, "only bind-with-token is understood");
            return;
        }
        tokens.redeem(message.substring(BIND.length()).strip())
                .subscribe()
                .with(bound -> bind(socket, bound), refused -> socket.close(POLICY, "the token is not valid"));
    }

    private void bind(ServerWebSocket socket, List<Standing> bound) {
        if (boundTo(socket) + bound.size() > MOST_BINDINGS || bound.isEmpty()) {
            socket.close(POLICY, "nothing, or too much, is bound");
            return;
        }
        bound.forEach(subscription -> binding(socket, subscription).begin(subscription));
        if (!open.contains(socket)) {
            forget(socket);
        }
    }

    /** A new token for what is bound already changes nothing but that there is another handshake. */
    private Binding binding(ServerWebSocket socket, Standing subscription) {
        return bindings.stream()
                .filter(known -> known.is(socket, subscription.sid()))
                .findFirst()
                .orElseGet(() -> {
                    Binding binding = new Binding(socket, subscription, base, events, focuses, this::unbind);
                    bindings.add(binding);
                    return binding;
                });
    }

    private void unbind(Binding binding) {
        bindings.remove(binding);
        if (boundTo(binding.socket()) == 0) {
            binding.socket().close();
        }
    }

    private long boundTo(ServerWebSocket socket) {
        return bindings.stream().filter(binding -> binding.socket() == socket).count();
    }

    private void forget(ServerWebSocket socket) {
        open.remove(socket);
        bindings.removeIf(binding -> binding.socket() == socket);
    }

    private void look(Set<Binding> some) {
        List<Binding> idle = some.stream().filter(Binding::isIdle).toList();
        if (idle.isEmpty()) {
            return;
        }
        subscriptions
                .list(idle.stream().map(Binding::subscription).distinct().toList())
                .map(found -> found.stream().collect(Collectors.toMap(Standing::sid, Function.identity())))
                .subscribe()
                .with(
                        found -> idle.forEach(binding -> advance(binding, found)),
                        failure -> LOG.debugf("websockets are told later: %s", failure.getMessage()));
    }

    private static void advance(Binding binding, Map<Long, Standing> found) {
        binding.advance(Optional.ofNullable(found.get(binding.subscription())));
    }
}
