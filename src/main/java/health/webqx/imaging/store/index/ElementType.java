package health.webqx.imaging.store.index;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeDeclaredChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildDirectResource;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The static type of an element, as the R4 model defines it.
 *
 * @param name FHIR's name of the type, such as {@code CodeableConcept} or {@code dateTime}; a backbone element has one
 *     of the model's own
 * @param structure what it consists of; empty for primitives, references and nested resources
 * @param systems for a {@code code} the code systems of its required binding; otherwise none
 */
record ElementType(String name, Optional<BaseRuntimeElementCompositeDefinition<?>> structure, CodeSystems systems) {

    /** An element by its name in JSON, where a choice has the type in the name. */
    record Child(String property, boolean repeats, ElementType type) {}

    /** A boolean, as conditions give. */
    static ElementType bool() {
        return new ElementType("boolean", Optional.empty(), CodeSystems.NONE);
    }

    /** A resource type of the context's version. */
    static ElementType ofResource(FhirContext context, String resourceType) {
        return new ElementType(
                resourceType, Optional.of(context.getResourceDefinition(resourceType)), CodeSystems.NONE);
    }

    /** Whether a FHIRPath type specifier means this type. R4 writes {@code DateTime} once for {@code dateTime}. */
    boolean is(String specifier) {
        return name.equals(specifier)
                || name.equals(specifier.substring(0, 1).toLowerCase(Locale.ROOT) + specifier.substring(1));
    }

    /** The element of this name: one child, or one for each type of a choice; none if there is no such element. */
    List<Child> children(String element) {
        return structure.stream()
                .flatMap(s -> s.getChildren().stream())
                .filter(child -> child.getElementName().equals(element))
                .flatMap(child -> children(element, child).stream())
                .toList();
    }

    private static List<Child> children(String element, BaseRuntimeChildDefinition child) {
        if (child instanceof RuntimeChildResourceDefinition) {
            return List.of(new Child(element, repeats(child), plain("Reference")));
        }
        if (child instanceof RuntimeChildDirectResource) {
            return List.of(new Child(element, repeats(child), plain("Resource")));
        }
        if (child.getValidChildNames().contains(element)) {
            return List.of(new Child(element, repeats(child), typeOf(child, element)));
        }
        return child.getValidChildNames().stream()
                .sorted()
                .map(property -> new Child(property, repeats(child), typeOf(child, property)))
                .filter(c -> c.property().equals(element + capitalized(c.type().name())))
                .toList();
    }

    private static boolean repeats(BaseRuntimeChildDefinition child) {
        return child.getMax() != 1;
    }

    private static ElementType typeOf(BaseRuntimeChildDefinition child, String property) {
        BaseRuntimeElementDefinition<?> definition = child.getChildByName(property);
        if (definition instanceof BaseRuntimeElementCompositeDefinition<?> composite
                && !definition.getName().equals("Reference")) {
            return new ElementType(definition.getName(), Optional.of(composite), CodeSystems.NONE);
        }
        return new ElementType(definition.getName(), Optional.empty(), systemsOf(child));
    }

    private static CodeSystems systemsOf(BaseRuntimeChildDefinition child) {
        if (child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition bound) {
            return CodeSystems.ofEnumeration(bound.getBoundEnumType());
        }
        return child instanceof BaseRuntimeDeclaredChildDefinition declared
                ? CodeSystems.ofValueSet(declared.getBindingValueSet())
                : CodeSystems.NONE;
    }

    private static ElementType plain(String name) {
        return new ElementType(name, Optional.empty(), CodeSystems.NONE);
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
