package health.webqx.imaging.store.index;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A composite parameter (R4 3.1.1.4.11) as the parameters it puts together. It has no index entries of its own: those of its
 * components say in which repetition of an element they were found, and what was found in the same one belongs together.
 *
 * @param components in their order
 */
public record Composite(List<Component> components) {
    /** How a definition says that a component is looked for in the whole resource. */
    private static final String ANYWHERE = "%resource";

    /**
     * A component.
     *
     * @param parameter that it compares like; of the composite's own resource type
     * @param anywhere whether it is found anywhere in the resource rather than together with the others
     */
    public record Component(SearchParameter parameter, boolean anywhere) {}

    public Composite {
        components = List.copyOf(components);
    }

    /** What a parameter puts together; empty when it is no composite. */
    public static Optional<Composite> of(SearchParameter parameter, SearchParameters parameters) {
        if (parameter.type() != SearchParameterType.COMPOSITE) {
            return Optional.empty();
        }
        List<Component> components = parameter.components().stream()
                .flatMap(part -> parameters.of(parameter.resourceType()).stream()
                        .filter(each -> each.url().equals(part.definition()))
                        .map(each -> new Component(each, part.expression().startsWith(ANYWHERE))))
                .toList();
        return components.size() == parameter.components().size()
                ? Optional.of(new Composite(components))
                : Optional.empty();
    }

    /** The resource's elements whose repetitions the entries of a parameter must tell apart, for composites to find them. */
    static Set<String> elementsToldApart(SearchParameter parameter, SearchParameters parameters) {
        Set<String> elements = new TreeSet<>();
        for (SearchParameter composite : parameters.of(parameter.resourceType())) {
            boolean component = of(composite, parameters).stream()
                    .flatMap(whole -> whole.components().stream())
                    .anyMatch(part -> !part.anywhere() && part.parameter().equals(parameter));
            if (component) {
                elementsOf(ExpressionParser.parse(composite.expression()), parameter.resourceType(), elements);
            }
        }
        return elements;
    }

    private static void elementsOf(Expression expression, String resourceType, Set<String> elements) {
        if (expression instanceof Expression.Union union) {
            union.parts().forEach(part -> elementsOf(part, resourceType, elements));
        } else if (expression instanceof Expression.Child child
                && child.of().equals(new Expression.Name(resourceType))) {
            elements.add(child.name());
        }
    }
}
