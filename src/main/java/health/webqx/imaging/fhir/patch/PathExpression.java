package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.List;
import java.util.Optional;

/**
 * A FHIRPath expression that leads to an element of one resource. It is the part of the language whose cost is bounded by
 * the resource's size: what is asked of an element looks at nothing but what is below it.
 */
sealed interface PathExpression {
    /** The items it gives. */
    List<Focus> of(List<Focus> focus, Allowance work);

    /** The items before it. */
    record This() implements PathExpression {
        @Override
        public List<Focus> of(List<Focus> focus, Allowance work) {
            return focus;
        }
    }

    /** A value written out. */
    record Constant(JsonNode value) implements PathExpression {
        @Override
        public List<Focus> of(List<Focus> focus, Allowance work) {
            return List.of(new Focus.Computed(value));
        }
    }

    /** The elements of a name; a type's name at the beginning is what it is about itself. */
    record Child(PathExpression of, String name) implements PathExpression {
        @Override
        public List<Focus> of(List<Focus> focus, Allowance work) {
            List<Focus> parents = of.of(focus, work);
            if (of instanceof This && Character.isUpperCase(name.charAt(0))) {
                return parents.stream()
                        .filter(item -> item instanceof Element element
                                && element.type().is(name))
                        .toList();
            }
            List<Focus> children = parents.stream()
                    .filter(Element.class::isInstance)
                    .<Focus>flatMap(parent -> ((Element) parent).children(name).stream())
                    .toList();
            work.spend(parents.size() + children.size());
            return children;
        }
    }

    /** The one at a place, from 0. */
    record At(PathExpression of, int index) implements PathExpression {
        @Override
        public List<Focus> of(List<Focus> focus, Allowance work) {
            List<Focus> all = of.of(focus, work);
            return index < all.size() ? List.of(all.get(index)) : List.of();
        }
    }

    /** Those for which something holds. */
    record Where(PathExpression of, PathExpression criterion) implements PathExpression {
        @Override
        public List<Focus> of(List<Focus> focus, Allowance work) {
            List<Focus> all = of.of(focus, work);
            work.spend(all.size());
            return all.stream()
                    .filter(item -> isTrue(criterion.of(List.of(item), work)))
                    .toList();
        }
    }

    /** Those of a type. */
    record OfType(PathExpression of, String type) implements PathExpression {
        @Override
        public List<Focus> of(List<Focus> focus, Allowance work) {
            return of.of(focus, work).stream()
                    .filter(item ->
                            item instanceof Element element && element.type().is(type))
                    .toList();
        }
    }

    /** A function that needs nothing but what is before it and a value. */
    record Call(PathExpression of, PathFunction function, Optional<PathExpression> argument) implements PathExpression {
        @Override
        public List<Focus> of(List<Focus> focus, Allowance work) {
            List<Focus> before = of.of(focus, work);
            work.spend(1 + before.size());
            return function.of(
                    before, argument.map(given -> given.of(focus, work)).orElseGet(List::of), work);
        }
    }

    /** Two expressions compared or combined. */
    record Binary(PathOperator operator, PathExpression left, PathExpression right) implements PathExpression {
        @Override
        public List<Focus> of(List<Focus> focus, Allowance work) {
            List<Focus> one = left.of(focus, work);
            List<Focus> other = right.of(focus, work);
            work.spend(1 + one.size() + other.size());
            return operator.of(one, other);
        }
    }

    /** Whether what a criterion gives is true; nothing is not, and several are an error (FHIRPath 4.5). */
    static boolean isTrue(List<Focus> given) {
        return truth(given).orElse(false);
    }

    /** A single item as a truth: its own where it is a boolean, else that it is there. */
    static Optional<Boolean> truth(List<Focus> given) {
        if (given.size() > 1) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "a criterion of the path gives several values");
        }
        return given.stream()
                .findFirst()
                .map(item -> !item.json().isBoolean() || item.json().booleanValue());
    }

    static List<Focus> bool(boolean value) {
        return List.of(new Focus.Computed(BooleanNode.valueOf(value)));
    }
}
