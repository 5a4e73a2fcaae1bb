package health.webqx.imaging.store.chain;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * One link of the chain: events that were stored together, held by a keyed hash over them and the link before.
 *
 * @param number one more than that of the link before
 * @param firstSid number of the first event
 * @param lastSid number of the last
 * @param events how many
 * @param latest when the last of them was stored, in milliseconds since 1970
 * @param marks the beginnings of the events' digests
 * @param key name of the key of the hash
 * @param hash over all of this but the marks, the events' whole digests and the hash before
 */
public record Link(
        long number, long firstSid, long lastSid, int events, long latest, Buffer marks, String key, Buffer hash) {
    /** The link of these events, at least one, in the order of their numbers. */
    public static Link of(ChainKeys keys, long number, Buffer previous, List<ChainedEvent> events) {
        List<Buffer> digests = events.stream().map(ChainedEvent::digest).toList();
        Buffer marks = Buffer.buffer();
        digests.forEach(digest -> marks.appendBuffer(ChainedEvent.mark(digest)));
        Link bare = new Link(
                number,
                events.get(0).sid(),
                events.get(events.size() - 1).sid(),
                events.size(),
                events.stream().mapToLong(ChainedEvent::lastUpdated).max().orElseThrow(),
                marks,
                keys.current(),
                Buffer.buffer());
        return bare.hashed(keys.sign(bare.content(previous, digests)));
    }

    private Link hashed(Buffer made) {
        return new Link(number, firstSid, lastSid, events, latest, marks, key, made);
    }

    /** Whether a key made this link of these digests. */
    boolean holds(ChainKeys keys, Buffer previous, List<Buffer> digests) {
        return keys.made(key, content(previous, digests), hash);
    }

    private Buffer content(Buffer previous, List<Buffer> digests) {
        Buffer content = Buffer.buffer("webqx-audit-link");
        content.appendLong(number).appendLong(firstSid).appendLong(lastSid);
        content.appendInt(events).appendLong(latest).appendBuffer(previous);
        digests.forEach(content::appendBuffer);
        return content;
    }
}
