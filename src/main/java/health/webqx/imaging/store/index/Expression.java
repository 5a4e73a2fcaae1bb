package health.webqx.imaging.store.index;

import java.util.List;

/** A FHIRPath expression in the forms that R4's SearchParameters use, and no other. */
sealed interface Expression {
    /** A resource type at the start of a path, or an element of the context. */
    record Name(String name) implements Expression {}

    /** {@code %resource}: the resource itself, from wherever the context is. */
    record Resource() implements Expression {}

    /** {@code of.name}. */
    record Child(Expression of, String name) implements Expression {}

    /** {@code of[index]}. */
    record Index(Expression of, int index) implements Expression {}

    /** {@code of as type}, {@code of.as(type)}, {@code of.ofType(type)}. */
    record As(Expression of, String type) implements Expression {}

    /** {@code of.where(condition)}. */
    record Where(Expression of, Expression condition) implements Expression {}

    /** {@code of.exists()}. */
    record Exists(Expression of) implements Expression {}

    /** {@code resolve() is type}, where the context is a reference. */
    record ResolvesTo(String type) implements Expression {}

    /** {@code path = literal}, or {@code !=} when not {@code equal}. */
    record Comparison(Expression path, boolean equal, String literal) implements Expression {}

    /** {@code left and right}. */
    record And(Expression left, Expression right) implements Expression {}

    /** {@code a | b | c}. */
    record Union(List<Expression> parts) implements Expression {}
}
