package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The entries of one resource while it is walked; used by one thread. */
final class Collector {
    private final JsonNode resource;
    private final Set<TokenEntry> tokens = new LinkedHashSet<>();
    private final Set<ReferenceEntry> references = new LinkedHashSet<>();
    private final Set<DateEntry> dates = new LinkedHashSet<>();
    private final Set<StringEntry> strings = new LinkedHashSet<>();
    private final Set<UriEntry> uris = new LinkedHashSet<>();
    private final Set<NumberEntry> numbers = new LinkedHashSet<>();
    private final Set<QuantityEntry> quantities = new LinkedHashSet<>();
    private final List<Collector> parts = new ArrayList<>();

    Collector(JsonNode resource) {
        this.resource = resource;
    }

    /** The resource that is walked. */
    JsonNode resource() {
        return resource;
    }

    boolean add(TokenEntry entry) {
        return tokens.add(entry);
    }

    boolean add(ReferenceEntry entry) {
        return references.add(entry);
    }

    boolean add(DateEntry entry) {
        return dates.add(entry);
    }

    boolean add(StringEntry entry) {
        return strings.add(entry);
    }

    boolean add(UriEntry entry) {
        return uris.add(entry);
    }

    boolean add(NumberEntry entry) {
        return numbers.add(entry);
    }

    boolean add(QuantityEntry entry) {
        return quantities.add(entry);
    }

    /** What is found in a part goes there. */
    Collector part(int index) {
        while (parts.size() <= index) {
            parts.add(new Collector(resource));
        }
        return parts.get(index);
    }

    /** What was collected, with the compartments it leads to. */
    IndexEntries entries(String resourceType) {
        List<ReferenceEntry> everywhere = new ArrayList<>(references);
        parts.forEach(part -> everywhere.addAll(part.references));
        String id = resource.path("id").asText();
        return entries(
                parts.stream()
                        .map(part -> part.entries(List.of(), new TreeSet<>()))
                        .toList(),
                PatientCompartment.patients(resourceType, id, everywhere));
    }

    private IndexEntries entries(List<IndexEntries> parts, SortedSet<String> patients) {
        return new IndexEntries(
                new ArrayList<>(tokens),
                new ArrayList<>(references),
                new ArrayList<>(dates),
                new ArrayList<>(strings),
                new ArrayList<>(uris),
                new ArrayList<>(numbers),
                new ArrayList<>(quantities),
                parts,
                patients);
    }
}
