package health.webqx.imaging.access;

import health.webqx.imaging.access.policy.AccessConfig;
import health.webqx.imaging.access.scope.ResourceScope;
import health.webqx.imaging.access.scope.ScopeParser;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import java.util.List;
import java.util.Set;

/**
 * Whose right is limited to de-identified images (decision record 016). The limit is on top of all others: scopes, policy and
 * Consents decide which studies, by the purpose of research where the token names none.
 */
final class DeidentifiedOnly {
    /** A backend sees those of whom no patient's Consent denies anything to everybody, whatever its denial is about. */
    static final Visibility OF_SYSTEM = new Reach.UnnamedByDenials(Set.of("*"));

    private static final Set<String> RESEARCH = Set.of("HRESCH");

    /** What images are searched by that is shown of them as it is in the ImagingStudy. */
    private static final Set<String> SHOWN = Set.of("modality", "bodysite", "dicom-class");

    private DeidentifiedOnly() {}

    /** Whether the caller is: by a scope, by its purposes, or by the app. */
    static boolean limits(Caller caller, AccessConfig config) {
        boolean byPurpose =
                !caller.purposes().isEmpty() && config.deidentifiedPurposes().containsAll(caller.purposes());
        return caller.otherScopes().contains(config.deidentifiedScope())
                || byPurpose
                || config.deidentifiedClients()
                        .filter(clients -> clients.contains(caller.client()))
                        .isPresent();
    }

    /** The caller as policies judge it: for research, unless the token says for what, by scopes that point at nobody. */
    static Caller asking(Caller caller) {
        List<ResourceScope> scopes = caller.scopes().stream()
                .filter(scope -> !pointsAtSomebody(scope, caller))
                .toList();
        return caller.asking(caller.purposes().isEmpty() ? RESEARCH : caller.purposes(), scopes);
    }

    /**
     * Whether what is seen by the scope would tell whose it is: an app chooses its scopes. A patient, and who comes for one,
     * knows anyway.
     */
    private static boolean pointsAtSomebody(ResourceScope scope, Caller caller) {
        boolean byStaff = scope.context() == ResourceScope.Context.PATIENT && caller.isStaff();
        return byStaff
                || scope.filter().stream()
                        .map(condition -> condition.getKey().split(":", 2)[0])
                        .anyMatch(parameter -> !SHOWN.contains(parameter));
    }

    /** @throws IllegalStateException for a setting by which no token would be limited */
    static void requireUsable(AccessConfig config) {
        String scope = config.deidentifiedScope();
        if (scope.isBlank() || !ScopeParser.others(scope).equals(Set.of(scope))) {
            throw new IllegalStateException(
                    "webqx.access.deidentified-scope is one scope, and none on resources: no token is limited by those");
        }
    }
}
