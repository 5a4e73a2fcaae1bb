package health.webqx.imaging.access.policy;

import health.webqx.imaging.access.policy.AccessConfig.ProviderReach;
import health.webqx.imaging.access.scope.ResourceScope;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.CallerFacts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Asks the store how a caller stands, anew for each request of staff, of who acts for somebody, and of a patient that asks for
 * images.
 */
@ApplicationScoped
public class Standings {
    private final AccessConfig config;
    private final CallerFacts facts;

    Standings(AccessConfig config, CallerFacts facts) {
        this.config = config;
        this.facts = facts;
    }

    /**
     * How a caller stands now.
     *
     * @param imaging whether the request may tell of images
     * @param write whether it writes
     */
    public Uni<Standing> of(Caller caller, boolean imaging, boolean write, Instant now) {
        boolean personal = caller.scopes().stream().anyMatch(scope -> scope.context() != ResourceScope.Context.SYSTEM);
        if (!personal) {
            return Uni.createFrom().item(Standing.NONE);
        }
        return caller.isStaff() ? ofStaff(caller, write, now) : ofPerson(caller, imaging, now);
    }

    private Uni<Standing> ofStaff(Caller caller, boolean write, Instant now) {
        boolean all = config.providerReach() == ProviderReach.ALL;
        Uni<Standing> standing = facts.ofStaff(
                        caller.fhirUser().orElseThrow(),
                        caller.person(),
                        now,
                        all ? 0 : Standing.MOST_PERMITS,
                        Standing.MOST_DENIALS + 1)
                .map(found -> Standing.of(found, now));
        if (!write || all) {
            return standing;
        }
        return standing.flatMap(found -> facts.caredFor(StaffPolicy.givers(caller, found), 10 * Standing.MOST)
                .map(found::caringFor));
    }

    private Uni<Standing> ofPerson(Caller caller, boolean imaging, Instant now) {
        boolean another = caller.fhirUser().isPresent()
                && !caller.fhirUser().equals(caller.patient().map(id -> new ResourceKey("Patient", id)));
        if (!imaging && !another) {
            return Uni.createFrom().item(Standing.NONE);
        }
        Set<String> patients = new HashSet<>();
        Set<ResourceKey> names = new HashSet<>();
        caller.patient().ifPresent(patients::add);
        caller.fhirUser().ifPresent(user -> {
            names.add(user);
            if (user.type().equals("Patient")) {
                patients.add(user.id());
            }
        });
        return facts.ofPerson(patients, names, Standing.MOST).map(found -> Standing.of(found, now));
    }
}
