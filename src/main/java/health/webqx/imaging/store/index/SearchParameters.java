package health.webqx.imaging.store.index;

import ca.uhn.fhir.context.FhirContext;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The SearchParameters the standard defines, by resource type, from the Bundle HL7 publishes with R4. Immutable: any
 * thread may ask.
 */
public final class SearchParameters {
    private final Map<String, Map<String, SearchParameter>> byType;

    private SearchParameters(Map<String, Map<String, SearchParameter>> byType) {
        this.byType = byType;
    }

    /** Those of FHIR R4, read anew in some tens of milliseconds: keep the result. */
    public static SearchParameters r4(FhirContext context) {
        Map<String, Map<String, SearchParameter>> byBase = new HashMap<>();
        DefinitionReader.read((base, parameter) ->
                byBase.computeIfAbsent(base, b -> new TreeMap<>()).put(parameter.code(), parameter));
        Map<String, Map<String, SearchParameter>> byType = new TreeMap<>();
        for (String type : new TreeSet<>(context.getResourceTypes())) {
            byType.put(type, withInherited(type, byBase));
        }
        return new SearchParameters(Collections.unmodifiableMap(byType));
    }

    private static Map<String, SearchParameter> withInherited(
            String type, Map<String, Map<String, SearchParameter>> byBase) {
        Map<String, SearchParameter> all = new TreeMap<>(byBase.getOrDefault(type, Map.of()));
        for (String base : DefinitionReader.basesOf(type)) {
            byBase.getOrDefault(base, Map.of()).forEach((code, p) -> all.putIfAbsent(code, p.on(type)));
        }
        return Collections.unmodifiableMap(all);
    }

    /** The parameter of this name on this type, or one that every type has, such as {@code _tag}. */
    public Optional<SearchParameter> find(String resourceType, String code) {
        return Optional.ofNullable(byType.getOrDefault(resourceType, Map.of()).get(code));
    }

    /** All parameters of a type by code, those that every type has included; empty for a type R4 does not have. */
    public List<SearchParameter> of(String resourceType) {
        return List.copyOf(byType.getOrDefault(resourceType, Map.of()).values());
    }

    /** Every resource type of R4. */
    public Set<String> resourceTypes() {
        return byType.keySet();
    }

    /** Whether R4 has this resource type. */
    public boolean knows(String resourceType) {
        return byType.containsKey(resourceType);
    }
}
