package health.webqx.imaging.store.index;

import java.util.List;
import java.util.Set;

/**
 * One SearchParameter of the standard, as it holds for one resource type (R4 SearchParameter).
 *
 * @param resourceType the type it is searched on; a parameter with several bases stands once for each
 * @param code the name in a query, such as {@code patient} or {@code _tag}
 * @param url the canonical URL of the definition
 * @param type how it compares
 * @param expression the FHIRPath of the definition, of all its bases; empty for those of type {@code special} without
 *     one
 * @param targets the resource types a reference may lead to; empty for other types of parameter
 * @param components the parts of a composite in their order; empty for other types of parameter
 * @param patientCompartment whether it makes a resource part of the compartment of the patient it names
 */
public record SearchParameter(
        String resourceType,
        String code,
        String url,
        SearchParameterType type,
        String expression,
        Set<String> targets,
        List<Component> components,
        boolean patientCompartment) {

    /**
     * A part of a composite.
     *
     * @param definition canonical URL of the parameter the part compares like
     * @param expression FHIRPath, from each node the composite's own expression selects
     */
    public record Component(String definition, String expression) {}

    public SearchParameter {
        targets = Set.copyOf(targets);
        components = List.copyOf(components);
    }

    /** The same parameter on a type that inherits it. */
    SearchParameter on(String type) {
        return new SearchParameter(type, code, url, this.type, expression, targets, components, patientCompartment);
    }
}
