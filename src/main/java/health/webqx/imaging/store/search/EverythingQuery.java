package health.webqx.imaging.store.search;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A patient's whole record (R4 Patient {@code $everything}).
 *
 * @param patient the Patient's logical id
 * @param types of resources of which types
 * @param supporting types of what the record refers to and comes along
 * @param since the earliest moment of the last change, in milliseconds since 1970
 * @param count most resources of the record on a page, at least 1
 * @param after the last resource of the page before, absent for the first page
 */
public record EverythingQuery(
        String patient,
        Set<String> types,
        Set<String> supporting,
        OptionalLong since,
        int count,
        Optional<PageKey> after) {
    public EverythingQuery {
        types = Set.copyOf(types);
        supporting = Set.copyOf(supporting);
    }

    /** The same, from after the given key on. */
    public EverythingQuery from(PageKey key) {
        return new EverythingQuery(patient, types, supporting, since, count, Optional.of(key));
    }
}
