package health.webqx.imaging.store.index;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything search finds one resource by, without repeats. {@code _id} and {@code _lastUpdated} are not here: the
 * store has them as columns.
 *
 * @param parts of a resource, what composites must find together: the entries found in each repetition of an element; a part
 *     has no parts and no patients
 * @param patients ids of the patients of this server in whose compartment the resource is (R4 2.38, and
 *     {@link PatientCompartment} for our own rules)
 */
public record IndexEntries(
        List<TokenEntry> tokens,
        List<ReferenceEntry> references,
        List<DateEntry> dates,
        List<StringEntry> strings,
        List<UriEntry> uris,
        List<NumberEntry> numbers,
        List<QuantityEntry> quantities,
        List<IndexEntries> parts,
        SortedSet<String> patients) {
    public IndexEntries {
        tokens = List.copyOf(tokens);
        references = List.copyOf(references);
        dates = List.copyOf(dates);
        strings = List.copyOf(strings);
        uris = List.copyOf(uris);
        numbers = List.copyOf(numbers);
        quantities = List.copyOf(quantities);
        parts = List.copyOf(parts);
        patients = Collections.unmodifiableSortedSet(new TreeSet<>(patients));
    }
}
