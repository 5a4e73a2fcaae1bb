package health.webqx.imaging.sandbox.authorization;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What people allowed, with the tokens that came of it: refresh tokens are used once, and one that comes again ends all that
 * its grant gave (RFC 9700 4.14). Kept in a file, so that apps stay connected through a restart. Thread-safe; blocks.
 */
final class Grants {
    /** As long as the last access token is good. */
    private static final Duration UNUSED = Duration.ofHours(2);

    private static final Duration ONLINE = Duration.ofHours(1);
    private static final Duration OFFLINE = Duration.ofDays(90);
    private static final int MOST = 2000;
    private static final int MOST_REVOKED = 20_000;

    private final GrantFile file;
    /** Both in the order they were opened or taken back. */
    private final Map<String, Kept> kept;

    private final Map<String, Instant> revoked;

    /**
     * A grant and its tokens.
     *
     * @param refresh digest of the refresh token that is good now; empty where there is none
     * @param ends when the refresh token does
     * @param issued when the access tokens end, by {@code jti}
     */
    record Kept(Grant grant, String refresh, Instant ends, Map<String, Instant> issued) {
        Kept {
            issued = Map.copyOf(issued);
        }
    }

    Grants(GrantFile file) {
        this.file = file;
        this.kept = new LinkedHashMap<>(file.grants());
        this.revoked = new LinkedHashMap<>(file.revoked());
    }

    /** Remembers what somebody has just allowed. */
    synchronized void open(Grant grant) {
        kept.put(grant.id(), new Kept(grant, "", Instant.now().plus(UNUSED), Map.of()));
        save();
    }

    /** A grant that has not ended. */
    synchronized Optional<Grant> find(String id) {
        return Optional.ofNullable(kept.get(id)).map(Kept::grant);
    }

    /** Ends it, and every token it gave. */
    synchronized void end(String id) {
        Kept ended = kept.remove(id);
        if (ended != null) {
            revoked.putAll(ended.issued());
            save();
        }
    }

    /** Remembers an access token of a grant; false where the grant has ended, and then it must not be given. */
    synchronized boolean note(String id, String tokenId, Instant expiry) {
        Kept known = kept.get(id);
        if (known == null) {
            return false;
        }
        Map<String, Instant> issued = new HashMap<>(known.issued());
        issued.values().removeIf(until -> until.isBefore(Instant.now()));
        issued.put(tokenId, expiry);
        kept.put(id, new Kept(known.grant(), known.refresh(), known.ends(), issued));
        save();
        return true;
    }

    /** The first refresh token of a grant; absent where the grant has ended. */
    synchronized Optional<String> firstRefreshToken(String id) {
        return Optional.ofNullable(kept.get(id)).map(this::renewed);
    }

    /** The grant of a refresh token of that client's. One that was used before ends its grant. */
    synchronized Optional<Grant> ofRefreshToken(String token, String client) {
        Kept known = kept.get(idIn(token));
        if (known == null || !known.grant().client().equals(client)) {
            return Optional.empty();
        } else if (!Unguessable.same(known.refresh(), Unguessable.digest(token))) {
            end(known.grant().id());
            return Optional.empty();
        }
        return Instant.now().isBefore(known.ends()) ? Optional.of(known.grant()) : Optional.empty();
    }

    /** The next refresh token, in place of this one, which is good no more; absent where it is not good now. */
    synchronized Optional<String> rotate(String token, String client) {
        return ofRefreshToken(token, client).flatMap(grant -> firstRefreshToken(grant.id()));
    }

    /** When a refresh token that is good ends; does not use it up. */
    synchronized Optional<Instant> endOf(String refreshToken) {
        return Optional.ofNullable(kept.get(idIn(refreshToken)))
                .filter(known -> Unguessable.same(known.refresh(), Unguessable.digest(refreshToken)))
                .map(Kept::ends)
                .filter(ends -> Instant.now().isBefore(ends));
    }

    /** The grant that a text would be a refresh token of. */
    static String idIn(String refreshToken) {
        int dot = refreshToken.indexOf('.');
        return dot < 0 ? "" : refreshToken.substring(0, dot);
    }

    /** Takes one access token back. */
    synchronized void revoke(String tokenId, Instant expiry) {
        revoked.put(tokenId, expiry);
        save();
    }

    /** Whether an access token was taken back. */
    synchronized boolean isRevoked(String tokenId) {
        return revoked.containsKey(tokenId);
    }

    private String renewed(Kept known) {
        Grant grant = known.grant();
        String token = grant.id() + "." + Unguessable.next();
        Instant ends = Instant.now().plus(grant.isOffline() ? OFFLINE : ONLINE);
        kept.put(grant.id(), new Kept(grant, Unguessable.digest(token), ends, known.issued()));
        save();
        return token;
    }

    private void save() {
        Instant now = Instant.now();
        kept.values()
                .removeIf(known -> known.ends().isBefore(now)
                        && known.issued().values().stream().allMatch(until -> until.isBefore(now)));
        revoked.values().removeIf(until -> until.isBefore(now));
        dropEldest(kept, MOST);
        dropEldest(revoked, MOST_REVOKED);
        file.write(kept.values(), revoked);
    }

    private static void dropEldest(Map<String, ?> entries, int most) {
        Iterator<String> eldest = entries.keySet().iterator();
        for (int over = entries.size() - most; over > 0; over--) {
            eldest.next();
            eldest.remove();
        }
    }
}
