package health.webqx.imaging.store.search;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which versions are asked for, newest first (R4 3.1.0.12 history).
 *
 * @param types of resources of which types
 * @param id of the one resource with this id; absent for all of the types
 * @param since the earliest moment of writing, in milliseconds since 1970
 * @param count most versions on a page, at least 1
 * @param after the last version of the page before, absent for the first page
 */
public record HistoryQuery(
        Set<String> types, Optional<String> id, OptionalLong since, int count, Optional<Position> after) {
    /** A place in the order of writing. */
    public record Position(long lastUpdated, long sid, int version) {
        /** As text that {@link #of} reads. */
        public String text() {
            return lastUpdated + "." + sid + "." + version;
        }

        /** Of a text that {@link #text} wrote. */
        public static Position of(String text) {
            String[] parts = text.split("\\.", -1);
            return new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
        }
    }

    public HistoryQuery {
        types = Set.copyOf(types);
    }

    /** The same, from after a version on. */
    public HistoryQuery from(Position position) {
        return new HistoryQuery(types, id, since, count, Optional.of(position));
    }
}
