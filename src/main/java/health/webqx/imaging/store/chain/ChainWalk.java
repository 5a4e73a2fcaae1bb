package health.webqx.imaging.store.chain;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A walk along the chain, link by link from the anchor to the head, that ends at the first place where something is wrong. Not
 * thread-safe; keeps nothing of what it has passed but its last hash.
 */
public final class ChainWalk {
    private final ChainKeys keys;
    private final Mark anchor;
    private final Optional<Checkpoint> checkpoint;
    private long number;
    private Buffer previous;
    private long lastSid;
    private long links;
    private long events;
    private boolean currentKey;

    /** Begins after the anchor, and comes past the checkpoint where that is not purged. */
    public ChainWalk(ChainKeys keys, Mark anchor, Optional<Checkpoint> checkpoint) {
        this.keys = keys;
        this.anchor = anchor;
        this.checkpoint = checkpoint;
        this.number = anchor.number();
        this.previous = anchor.hash();
        this.lastSid = anchor.lastSid();
    }

    /** The number of the last event that was passed: the next link's events come after. */
    public long lastSid() {
        return lastSid;
    }

    /** How many links were passed. */
    public long links() {
        return links;
    }

    /** How many events were passed. */
    public long events() {
        return events;
    }

    /** Whether the anchor is one to begin at. */
    public Optional<Break> begin() {
        if (!anchor.holds(keys)) {
            return broken(number, "anchor", "it was not signed by this server, or is not what was signed");
        }
        return contradicted();
    }

    /**
     * Passes several links.
     *
     * @param found all events with numbers after {@link #lastSid()} up to the last link's last, in order
     */
    public Optional<Break> pass(List<Link> next, List<ChainedEvent> found) {
        int from = 0;
        for (Link link : next) {
            int to = from;
            while (to < found.size() && found.get(to).sid() <= link.lastSid()) {
                to++;
            }
            Optional<Break> broken = pass(link, found.subList(from, to));
            if (broken.isPresent()) {
                return broken;
            }
            from = to;
        }
        return Optional.empty();
    }

    /**
     * Passes the next link.
     *
     * @param found all events with numbers after {@link #lastSid()} up to the link's last, in order
     */
    private Optional<Break> pass(Link link, List<ChainedEvent> found) {
        if (link.number() != number + 1) {
            return broken(number + 1, "link", "links are missing: after " + number + " comes " + link.number());
        }
        List<Buffer> digests = new ArrayList<>();
        found.forEach(event -> digests.add(event.digest()));
        Optional<Break> other = differing(link, found, digests);
        if (other.isPresent()) {
            return other;
        }
        if (currentKey && !link.key().equals(keys.current())) {
            return broken(link.number(), "link", "it was made with a key that was no longer in use");
        }
        if (!link.holds(keys, previous, digests)) {
            return broken(link.number(), "link", "it was not made by this server, or is not what was made");
        }
        number = link.number();
        previous = link.hash();
        lastSid = link.lastSid();
        links++;
        events += found.size();
        currentKey |= link.key().equals(keys.current());
        return contradicted();
    }

    private Optional<Break> contradicted() {
        return checkpoint
                .filter(told -> told.number() == number && !told.hash().equals(hex(previous)))
                .flatMap(told -> broken(number, "link", "it is another one than at the checkpoint"));
    }

    private static Optional<Break> differing(Link link, List<ChainedEvent> found, List<Buffer> digests) {
        for (int i = 0; i < found.size(); i++) {
            ChainedEvent event = found.get(i);
            Buffer expected = ChainedEvent.mark(link.marks(), i);
            if (!ChainedEvent.mark(digests.get(i)).equals(expected)) {
                return broken(link.number(), "AuditEvent/" + event.id(), difference(link, found, digests, i));
            }
        }
        if (found.size() < link.events()
                || link.marks().length() != marksOf(digests).length()) {
            String last = found.isEmpty()
                    ? "the link before"
                    : "AuditEvent/" + found.get(found.size() - 1).id();
            return broken(link.number(), "after " + last, "an event is missing");
        }
        return Optional.empty();
    }

    /** What most likely happened, by where the events around it went. */
    private static String difference(Link link, List<ChainedEvent> found, List<Buffer> digests, int at) {
        if (found.size() > link.events()) {
            return "it was inserted, or changed";
        }
        if (found.size() < link.events()) {
            return "it was changed, or one before it is missing";
        }
        boolean moved = false;
        for (int i = 0; i < link.events(); i++) {
            moved |= ChainedEvent.mark(digests.get(at)).equals(ChainedEvent.mark(link.marks(), i));
        }
        return moved ? "it was moved" : "it was changed";
    }

    private static Buffer marksOf(List<Buffer> digests) {
        Buffer marks = Buffer.buffer();
        digests.forEach(digest -> marks.appendBuffer(ChainedEvent.mark(digest)));
        return marks;
    }

    /** Whether the walk has come to the end that the head tells. */
    public Optional<Break> end(Mark head) {
        if (!head.holds(keys) || (currentKey && !head.key().equals(keys.current()))) {
            return broken(head.number(), "head", "it was not signed by this server, or is not what was signed");
        }
        if (head.number() != number || !head.hash().equals(previous) || head.lastSid() != lastSid) {
            return broken(number + 1, "link", "links are missing: the last is " + number + ", not " + head.number());
        }
        return checkpoint
                .filter(told -> told.number() > number)
                .flatMap(
                        told -> broken(number + 1, "link", "links are missing: the checkpoint's was " + told.number()));
    }

    /** As a {@link Checkpoint} has it. */
    public static String hex(Buffer hash) {
        return HexFormat.of().formatHex(hash.getBytes());
    }

    private static Optional<Break> broken(long link, String place, String what) {
        return Optional.of(new Break(link, place, what));
    }
}
