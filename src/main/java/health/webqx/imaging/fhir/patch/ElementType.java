package health.webqx.imaging.fhir.patch;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.RuntimeElemContainedResourceList;
import ca.uhn.fhir.context.RuntimeElementDirectResource;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.resource.R4;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an element is, as R4's model defines it.
 *
 * @param name FHIR's name of the type; {@code Resource} where it is told by the content only
 * @param structure what it consists of; empty for primitives, and for resources of any type
 */
record ElementType(String name, Optional<BaseRuntimeElementCompositeDefinition<?>> structure) {
    /** Types that differ in what they allow and not in what they are: a value of one may stand where another is wanted. */
    private static final List<Set<String>> FAMILIES = List.of(
            Set.of("string", "code", "id", "markdown", "xhtml"),
            Set.of("uri", "url", "canonical", "oid", "uuid"),
            Set.of("integer", "unsignedInt", "positiveInt"),
            Set.of("dateTime", "date"),
            Set.of("Quantity", "SimpleQuantity", "MoneyQuantity", "Age", "Count", "Distance", "Duration"));

    private static final String ANY_RESOURCE = "Resource";

    static ElementType of(BaseRuntimeElementDefinition<?> definition) {
        if (definition instanceof RuntimeElementDirectResource
                || definition instanceof RuntimeElemContainedResourceList) {
            return new ElementType(ANY_RESOURCE, Optional.empty());
        }
        return definition instanceof BaseRuntimeElementCompositeDefinition<?> composite
                ? new ElementType(definition.getName(), Optional.of(composite))
                : new ElementType(definition.getName(), Optional.empty());
    }

    /** The type of a resource: its own, where it is one of R4's. */
    static ElementType ofResource(JsonNode resource) {
        String type = resource.path("resourceType").asText();
        return R4.isResourceType(type)
                ? of(R4.context().getResourceDefinition(type))
                : new ElementType(ANY_RESOURCE, Optional.empty());
    }

    /** This type, or that of the content where only that tells. */
    ElementType withContent(JsonNode content) {
        return isAnyResource() ? ofResource(content) : this;
    }

    boolean isAnyResource() {
        return name.equals(ANY_RESOURCE);
    }

    /** Whether FHIRPath's name of a type means this one: {@code FHIR.string}, {@code System.String} and {@code String} do. */
    boolean is(String specifier) {
        String plain = specifier.replaceFirst("^(FHIR|System)\\.", "");
        boolean resource =
                structure.filter(RuntimeResourceDefinition.class::isInstance).isPresent();
        return plain.equalsIgnoreCase(name)
                || (resource && Set.of(ANY_RESOURCE, "DomainResource").contains(plain));
    }

    /** Whether a value given as another type may stand where this one is wanted. */
    boolean takes(String given) {
        BaseRuntimeElementDefinition<?> known = R4.context().getElementDefinition(given);
        String other = known == null ? given : known.getName();
        return other.equals(name)
                || FAMILIES.stream().anyMatch(family -> family.contains(name) && family.contains(other));
    }
}
