package health.webqx.imaging.sandbox.authorization;

import java.util.List;
import java.util.Optional;

/**
 * What a person allowed an app.
 *
 * @param id unguessable; refresh tokens begin with it
 * @param client the app's {@code client_id}
 * @param scopes what was consented to
 * @param launch who consented, and in which context
 * @param nonce what the app wants back in its ID token
 */
record Grant(String id, String client, List<String> scopes, Launch launch, Optional<String> nonce) {
    Grant {
        scopes = List.copyOf(scopes);
    }

    /** Whether the app may come again when the person has gone, or while the person is there. */
    boolean isRefreshable() {
        return isOffline() || scopes.contains("online_access");
    }

    boolean isOffline() {
        return scopes.contains("offline_access");
    }
}
