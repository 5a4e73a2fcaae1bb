package health.webqx.imaging.access;

import health.webqx.imaging.access.policy.AccessConfig;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import java.util.Set;

/**
 * Whose right is limited to de-identified images (decision record 016). The limit is on top of all others: scopes, policy and
 * Consents decide which studies, by the purpose of research where the token names none.
 */
final class DeidentifiedOnly {
    /** A backend sees those of whom no patient's Consent denies anything to everybody, whatever its denial is about. */
    static final Visibility OF_SYSTEM = new Reach.UnnamedByDenials(Set.of("*"));

    private static final Set<String> RESEARCH = Set.of("HRESCH");

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

    /** The caller as policies judge it: for research, unless the token says for what. */
    static Caller asking(Caller caller) {
        return caller.purposes().isEmpty() ? caller.asking(RESEARCH) : caller;
    }
}
