package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.List;
import java.util.Optional;

/** FHIRPath's operators between values that are no structures (FHIRPath 6). */
enum PathOperator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    IN,
    CONTAINS,
    AND,
    OR,
    XOR,
    IMPLIES;

    List<Focus> of(List<Focus> one, List<Focus> other) {
        return switch (this) {
            case EQUAL -> isEqual(one, other).map(PathExpression::bool).orElseGet(List::of);
            case NOT_EQUAL ->
                isEqual(one, other).map(equal -> PathExpression.bool(!equal)).orElseGet(List::of);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> compared(one, other);
            case IN -> isIn(one, other);
            case CONTAINS -> isIn(other, one);
            case AND, OR, XOR, IMPLIES ->
                combined(PathExpression.truth(one), PathExpression.truth(other))
                        .map(PathExpression::bool)
                        .orElseGet(List::of);
        };
    }

    /** Unknown where a side is nothing. */
    private static Optional<Boolean> isEqual(List<Focus> one, List<Focus> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        boolean equal = one.size() == other.size();
        for (int i = 0; equal && i < one.size(); i++) {
            equal = compare(one.get(i).json(), other.get(i).json(), true) == 0;
        }
        return Optional.of(equal);
    }

    private List<Focus> compared(List<Focus> one, List<Focus> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return List.of();
        }
        int order = compare(single(one).json(), single(other).json(), false);
        return PathExpression.bool(
                switch (this) {
                    case LESS -> order < 0;
                    case LESS_OR_EQUAL -> order <= 0;
                    case GREATER -> order > 0;
                    default -> order >= 0;
                });
    }

    private static List<Focus> isIn(List<Focus> one, List<Focus> all) {
        if (one.isEmpty()) {
            return List.of();
        }
        JsonNode wanted = single(one).json();
        return PathExpression.bool(all.stream().anyMatch(item -> compare(item.json(), wanted, true) == 0));
    }

    private static Focus single(List<Focus> items) {
        if (items.size() > 1) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the path compares several values with one");
        }
        return items.get(0);
    }

    /** @param mayDiffer whether values of different kinds are unequal rather than an error */
    private static int compare(JsonNode one, JsonNode other, boolean mayDiffer) {
        if (one.isContainerNode() || other.isContainerNode()) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the path compares a structure: compare what is in it");
        } else if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        } else if (one.isTextual() && other.isTextual()) {
            return one.textValue().compareTo(other.textValue());
        } else if (one.isBoolean() && other.isBoolean()) {
            return Boolean.compare(one.booleanValue(), other.booleanValue());
        } else if (mayDiffer) {
            return 1;
        }
        throw Failure.of(FailureKind.UNPROCESSABLE, "the path compares values of different kinds");
    }

    /** Three-valued logic (FHIRPath 6.5). */
    private Optional<Boolean> combined(Optional<Boolean> one, Optional<Boolean> other) {
        return switch (this) {
            case AND ->
                one.equals(Optional.of(false)) || other.equals(Optional.of(false))
                        ? Optional.of(false)
                        : both(one, other, true);
            case OR ->
                one.equals(Optional.of(true)) || other.equals(Optional.of(true))
                        ? Optional.of(true)
                        : both(one, other, false);
            case XOR -> one.flatMap(left -> other.map(right -> !left.equals(right)));
            default ->
                one.equals(Optional.of(false)) || other.equals(Optional.of(true))
                        ? Optional.of(true)
                        : both(one, other, false);
        };
    }

    private static Optional<Boolean> both(Optional<Boolean> one, Optional<Boolean> other, boolean result) {
        return one.isPresent() && other.isPresent() ? Optional.of(result) : Optional.empty();
    }
}
