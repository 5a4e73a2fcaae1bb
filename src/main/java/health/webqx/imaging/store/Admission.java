package health.webqx.imaging.store;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Reach.Visibility;
import java.util.List;
import java.util.Set;

/**
 * Whether a resource that is about to be written would be within a reach: a writer can neither create for another patient
 * nor move a resource to one.
 */
final class Admission {
    private Admission() {}

    /** What can be told without asking the database: nothing of conditions on content. */
    private enum Verdict {
        YES,
        NO,
        UNKNOWN;

        static Verdict of(boolean holds) {
            return holds ? YES : NO;
        }

        Verdict negated() {
            return this == UNKNOWN ? UNKNOWN : of(this == NO);
        }
    }

    static void require(Reach reach, ResourceKey key, Set<String> patients) {
        if (!admits(reach, key, patients)) {
            throw Failure.of(FailureKind.FORBIDDEN, "the resource as given is not one that this token may write");
        }
    }

    static boolean admits(Reach reach, ResourceKey key, Set<String> patients) {
        return judge(reach.of(key.type()), reach, key, patients) == Verdict.YES;
    }

    private static Verdict judge(Visibility visibility, Reach reach, ResourceKey key, Set<String> patients) {
        if (visibility instanceof Reach.AllOf all) {
            return first(all.conditions(), Verdict.NO, reach, key, patients);
        } else if (visibility instanceof Reach.AnyOf any) {
            return first(any.conditions(), Verdict.YES, reach, key, patients);
        } else if (visibility instanceof Reach.Not not) {
            return judge(not.condition(), reach, key, patients).negated();
        } else if (visibility instanceof Reach.InCompartment in) {
            return Verdict.of(patients.contains(in.patient()));
        } else if (visibility instanceof Reach.OnlyInCompartment only) {
            return Verdict.of(patients.equals(Set.of(only.patient())));
        } else if (visibility instanceof Reach.WithinCompartments within) {
            return Verdict.of(!patients.isEmpty() && within.patients().containsAll(patients));
        } else if (visibility instanceof Reach.WithId with) {
            return Verdict.of(with.ids().contains(key.id()));
        } else if (visibility instanceof Reach.OwnedBy owned) {
            return Verdict.of(reach.writer()
                    .map(Writer::identity)
                    .filter(owned.owner()::equals)
                    .isPresent());
        }
        return Verdict.UNKNOWN;
    }

    /** The deciding verdict if a condition has it; else what is not known of any; else the other one. */
    private static Verdict first(
            List<Visibility> conditions, Verdict deciding, Reach reach, ResourceKey key, Set<String> patients) {
        Verdict joint = deciding.negated();
        for (Visibility condition : conditions) {
            Verdict verdict = judge(condition, reach, key, patients);
            if (verdict == deciding) {
                return deciding;
            }
            joint = verdict == Verdict.UNKNOWN ? Verdict.UNKNOWN : joint;
        }
        return joint;
    }
}
