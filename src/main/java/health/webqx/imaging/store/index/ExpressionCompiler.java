package health.webqx.imaging.store.index;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Compiles expressions for one resource type into walks. What comes after an expression is handed in as a function of
 * the type found there, so every step knows its static type and nothing is decided while a resource is walked.
 */
final class ExpressionCompiler {
    private final ElementType resource;
    private final ReferenceReader references;
    private final Set<String> toldApart;

    /** @param toldApart elements of the resource whose repetitions are parts by themselves */
    ExpressionCompiler(FhirContext context, String resourceType, ReferenceReader references, Set<String> toldApart) {
        this.resource = ElementType.ofResource(context, resourceType);
        this.references = references;
        this.toldApart = Set.copyOf(toldApart);
    }

    /**
     * A walk from the resource. Parts of a union that start at another resource type lead nowhere.
     *
     * @param end what to do with a value of the given type
     */
    Walk compile(Expression expression, Function<ElementType, Walk> end) {
        return compile(expression, resource, end);
    }

    /** A walk from a node of the given type inside the resource. */
    Walk compile(Expression expression, ElementType context, Function<ElementType, Walk> end) {
        if (expression instanceof Expression.Name name) {
            return name(name.name(), context, end);
        } else if (expression instanceof Expression.Resource) {
            return new Walk.FromTheTop(end.apply(resource));
        } else if (expression instanceof Expression.Child child) {
            return compile(child.of(), context, type -> properties(type, child.name(), end));
        } else if (expression instanceof Expression.Union union) {
            return Walk.each(union.parts().stream()
                    .map(part -> compile(part, context, end))
                    .toList());
        } else if (expression instanceof Expression.As as) {
            return compile(as.of(), context, type -> type.is(as.type()) ? end.apply(type) : Walk.NOWHERE);
        } else if (expression instanceof Expression.Where where) {
            return compile(where.of(), context, type -> where(condition(where.condition(), type), end.apply(type)));
        } else if (expression instanceof Expression.Index index) {
            return item(index, context, end);
        }
        return computed(condition(expression, context), end.apply(ElementType.bool()));
    }

    private Walk name(String name, ElementType context, Function<ElementType, Walk> end) {
        if (Character.isLowerCase(name.charAt(0))) {
            return properties(context, name, end);
        }
        boolean here = name.equals(resource.name()) || name.equals("Resource") || name.equals("DomainResource");
        return here ? end.apply(resource) : Walk.NOWHERE;
    }

    private Walk properties(ElementType type, String name, Function<ElementType, Walk> end) {
        List<ElementType.Child> children = type.children(name);
        if (children.isEmpty()) {
            throw new IllegalArgumentException("%s has no element %s".formatted(type.name(), name));
        }
        return Walk.each(children.stream()
                .map(child -> property(type, child, end.apply(child.type())))
                .toList());
    }

    private Walk property(ElementType of, ElementType.Child child, Walk next) {
        String name = child.property();
        boolean part = of.equals(resource) && toldApart.contains(name) && next != Walk.NOWHERE;
        return part ? new Walk.Parts(name, next) : Walk.property(name, child.repeats(), next);
    }

    private static Walk where(Walk condition, Walk next) {
        return next == Walk.NOWHERE ? Walk.NOWHERE : new Walk.Where(condition, next);
    }

    /** An index counts all values of a path: the same as those of the element only when nothing before it repeats. */
    private Walk item(Expression.Index index, ElementType context, Function<ElementType, Walk> end) {
        if (!(index.of() instanceof Expression.Child child) || !(child.of() instanceof Expression.Name)) {
            throw new IllegalArgumentException("an index is understood on the resource's own elements only");
        }
        return compile(
                child.of(),
                context,
                type -> Walk.each(type.children(child.name()).stream()
                        .<Walk>map(c -> new Walk.Item(c.property(), index.index(), end.apply(c.type())))
                        .toList()));
    }

    private Walk condition(Expression condition, ElementType context) {
        if (condition instanceof Expression.ResolvesTo resolves) {
            return (node, into) -> references.leadsTo(node, resolves.type());
        } else if (condition instanceof Expression.Comparison comparison) {
            return compile(comparison.path(), context, type -> (node, into) -> compare(node, comparison));
        } else if (condition instanceof Expression.Exists exists) {
            return compile(exists.of(), context, type -> (node, into) -> true);
        } else if (condition instanceof Expression.And and) {
            return new Walk.Where(condition(and.left(), context), condition(and.right(), context));
        }
        throw new IllegalArgumentException("not a condition: " + condition);
    }

    private static boolean compare(JsonNode node, Expression.Comparison comparison) {
        return node.isValueNode() && node.asText().equals(comparison.literal()) == comparison.equal();
    }

    private static Walk computed(Walk condition, Walk next) {
        return (node, into) -> next.from(BooleanNode.valueOf(condition.from(node, into)), into);
    }
}
