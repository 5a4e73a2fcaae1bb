package health.webqx.imaging.store;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Reach.Visibility;
import java.util.Set;

/**
 * Whether a resource that is about to be written would be within a reach: a writer can neither create for another patient
 * nor move a resource to one.
 */
final class Admission {
    private Admission() {}

    static void require(Reach reach, ResourceKey key, Set<String> patients) {
        if (!admits(reach.of(key.type()), reach, key, patients)) {
            throw Failure.of(FailureKind.FORBIDDEN, "the resource as given is not one that this token may write");
        }
    }

    private static boolean admits(Visibility visibility, Reach reach, ResourceKey key, Set<String> patients) {
        if (visibility instanceof Reach.AllOf all) {
            return all.conditions().stream().allMatch(condition -> admits(condition, reach, key, patients));
        } else if (visibility instanceof Reach.AnyOf any) {
            return any.conditions().stream().anyMatch(condition -> admits(condition, reach, key, patients));
        } else if (visibility instanceof Reach.InCompartment in) {
            return patients.contains(in.patient());
        } else if (visibility instanceof Reach.OnlyInCompartment only) {
            return patients.equals(Set.of(only.patient()));
        } else if (visibility instanceof Reach.WithId with) {
            return with.ids().contains(key.id());
        } else if (visibility instanceof Reach.OwnedBy owned) {
            return reach.writer()
                    .map(Writer::identity)
                    .filter(owned.owner()::equals)
                    .isPresent();
        }
        // Conditions that only the database can judge never admit a write, negated or not.
        return false;
    }
}
