package health.webqx.imaging.access.policy;

import health.webqx.imaging.access.scope.ResourceScope;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.Emergencies;
import health.webqx.imaging.store.Emergencies.Emergency;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Who may break the glass, and for how long. */
@ApplicationScoped
public class EmergencyAccess {
    private final AccessConfig config;
    private final Emergencies emergencies;

    EmergencyAccess(AccessConfig config, Emergencies emergencies) {
        this.config = config;
        this.emergencies = emergencies;
    }

    /**
     * Lets a member of staff read a patient's record, from now until the moment it completes with. {@code FORBIDDEN} to
     * patients, backend services, and apps that act for one patient only.
     *
     * @param note what the journal shall hold of it, by the moment it ends
     */
    public Uni<Instant> take(Caller caller, String patient, String reason, Function<Instant, List<Buffer>> note) {
        boolean asUser = caller.scopes().stream().anyMatch(scope -> scope.context() == ResourceScope.Context.USER);
        if (!caller.isStaff() || !asUser || config.emergencyAccess().isZero()) {
            throw Failure.of(FailureKind.FORBIDDEN, "only staff may break the glass");
        }
        Instant now = Instant.now();
        Instant until = now.plus(config.emergencyAccess());
        return emergencies
                .keep(new Emergency(caller.person(), patient, reason, now, until), note.apply(until))
                .replaceWith(until);
    }
}
