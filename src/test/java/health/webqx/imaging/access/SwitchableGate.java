package health.webqx.imaging.access;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.policy.AccessConfig;
import health.webqx.imaging.access.policy.Standing;
import health.webqx.imaging.access.policy.Standings;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.AuditLog;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.SearchDefinitions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The gate of the test build that tells what deciding costs: it decides as ever, or lets everybody have everything without a
 * look at token, rights and Consents. It records all the same. There is none in the server.
 */
@Alternative
@Singleton
public class SwitchableGate extends Gate {
    /** Whether nothing is decided. */
    private static volatile boolean open;

    private static final Caller ANYBODY = new Caller(
            "none",
            "anybody",
            "none",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Set.of(),
            "none",
            Set.of());

    SwitchableGate(AccessConfig config, Standings standings, SearchDefinitions definitions, AuditLog audit) {
        super(config, standings, definitions, audit);
    }

    public static void open(boolean wide) {
        open = wide;
    }

    @Override
    public <T> Uni<T> pass(Visit visit, AccessRequest request, Function<Permit, Uni<Disclosure<T>>> work) {
        return super.pass(open ? unasked(visit) : visit, request, work);
    }

    @Override
    public <T> Uni<T> passRecalling(
            Visit visit,
            AccessRequest request,
            Function<Permit, Optional<Recollection<T>>> memory,
            Function<Permit, Uni<Disclosure<T>>> work) {
        return super.passRecalling(open ? unasked(visit) : visit, request, memory, work);
    }

    @Override
    Uni<Permit> decide(Caller caller, AccessRequest request, Uni<Standing> standing) {
        return open
                ? Uni.createFrom().item(new Permit(caller, Reach.everything(), Map.of(), false))
                : super.decide(caller, request, standing);
    }

    private static Visit unasked(Visit visit) {
        return new Visit(
                visit.rawQuery(),
                visit.requestId(),
                visit.address(),
                visit.userAgent(),
                Uni.createFrom().item(ANYBODY));
    }
}
