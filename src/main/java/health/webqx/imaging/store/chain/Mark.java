package health.webqx.imaging.store.chain;

import io.vertx.core.buffer.Buffer;

/**
 * Where the chain begins or ends, signed: what is missing before or after cannot be told from the links alone.
 *
 * @param name {@link #ANCHOR} or {@link #HEAD}
 * @param number of the link it stands for: the last one purged, or 0 where none was; the last there is
 * @param hash of that link
 * @param lastSid number of that link's last event
 * @param events how many events there were up to there since there is a chain; of an anchor with number 0, how many there
 *     were that are older than the chain
 */
public record Mark(String name, long number, Buffer hash, long lastSid, long events, String key, Buffer mac) {
    /** The mark before the first link. */
    public static final String ANCHOR = "anchor";

    /** The mark of the last link. */
    public static final String HEAD = "head";

    /** A mark signed with the current key. */
    public static Mark of(ChainKeys keys, String name, long number, Buffer hash, long lastSid, long events) {
        Buffer mac = keys.sign(content(name, number, hash, lastSid, events));
        return new Mark(name, number, hash, lastSid, events, keys.current(), mac);
    }

    /** The mark of a link that is the last. */
    public static Mark head(ChainKeys keys, Link link, long events) {
        return of(keys, HEAD, link.number(), link.hash(), link.lastSid(), events);
    }

    /** Whether one of these keys signed it. */
    public boolean holds(ChainKeys keys) {
        return keys.made(key, content(name, number, hash, lastSid, events), mac);
    }

    private static Buffer content(String name, long number, Buffer hash, long lastSid, long events) {
        return Buffer.buffer("webqx-audit-" + name)
                .appendLong(number)
                .appendLong(lastSid)
                .appendLong(events)
                .appendBuffer(hash);
    }
}
