package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** FHIRPath's functions of at most one value (FHIRPath 5). Those that iterate or call others are not among them. */
enum PathFunction {
    FIRST(0),
    LAST(0),
    TAIL(0),
    SINGLE(0),
    SKIP(1),
    TAKE(1),
    EXISTS(0),
    EMPTY(0),
    NOT(0),
    COUNT(0),
    HAS_VALUE(0),
    EXTENSION(1),
    STARTS_WITH(1),
    ENDS_WITH(1),
    CONTAINS(1),
    LOWER(0),
    UPPER(0),
    LENGTH(0);

    private static final int CHARACTERS_A_STEP = 100;

    private final int arguments;

    PathFunction(int arguments) {
        this.arguments = arguments;
    }

    int arguments() {
        return arguments;
    }

    static Optional<PathFunction> named(String name) {
        String constant = name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        for (PathFunction function : values()) {
            if (function.name().equals(constant)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    List<Focus> of(List<Focus> before, List<Focus> argument, Allowance work) {
        return switch (this) {
            case FIRST -> before.subList(0, Math.min(1, before.size()));
            case LAST -> before.subList(Math.max(0, before.size() - 1), before.size());
            case TAIL -> before.subList(Math.min(1, before.size()), before.size());
            case SINGLE -> atMostOne(before);
            case SKIP -> before.subList(bounded(argument, before), before.size());
            case TAKE -> before.subList(0, bounded(argument, before));
            case EXISTS -> PathExpression.bool(!before.isEmpty());
            case EMPTY -> PathExpression.bool(before.isEmpty());
            case NOT ->
                PathExpression.truth(before)
                        .map(truth -> PathExpression.bool(!truth))
                        .orElseGet(List::of);
            case COUNT -> List.of(new Focus.Computed(IntNode.valueOf(before.size())));
            case HAS_VALUE ->
                PathExpression.bool(before.size() == 1 && before.get(0).json().isValueNode());
            case EXTENSION -> extensions(before, argument, work);
            case STARTS_WITH, ENDS_WITH, CONTAINS, LOWER, UPPER, LENGTH -> ofText(before, argument, work);
        };
    }

    private static List<Focus> atMostOne(List<Focus> before) {
        if (before.size() > 1) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "single() in the path is given several elements");
        }
        return before;
    }

    private static int bounded(List<Focus> argument, List<Focus> before) {
        int given = argument.stream()
                .findFirst()
                .map(Focus::json)
                .filter(JsonNode::isNumber)
                .map(JsonNode::intValue)
                .orElse(0);
        return Math.max(0, Math.min(given, before.size()));
    }

    private static List<Focus> extensions(List<Focus> before, List<Focus> argument, Allowance work) {
        String url = argument.stream()
                .findFirst()
                .map(wanted -> wanted.json().asText())
                .orElse("");
        List<Focus> all = before.stream()
                .filter(Element.class::isInstance)
                .<Focus>flatMap(item -> ((Element) item).children("extension").stream())
                .toList();
        work.spend(all.size());
        return all.stream()
                .filter(extension -> extension.json().path("url").asText().equals(url))
                .toList();
    }

    /** Nothing is made of nothing, nor with nothing (FHIRPath 5.6). */
    private List<Focus> ofText(List<Focus> before, List<Focus> argument, Allowance work) {
        atMostOne(before);
        if (before.isEmpty() || !before.get(0).json().isTextual() || (arguments == 1 && argument.isEmpty())) {
            return List.of();
        }
        String text = before.get(0).json().textValue();
        work.spend(text.length() / CHARACTERS_A_STEP);
        String other = argument.isEmpty() ? "" : argument.get(0).json().asText();
        return switch (this) {
            case STARTS_WITH -> PathExpression.bool(text.startsWith(other));
            case ENDS_WITH -> PathExpression.bool(text.endsWith(other));
            case CONTAINS -> PathExpression.bool(text.contains(other));
            case LOWER -> List.of(new Focus.Computed(new TextNode(text.toLowerCase(Locale.ROOT))));
            case UPPER -> List.of(new Focus.Computed(new TextNode(text.toUpperCase(Locale.ROOT))));
            default -> List.of(new Focus.Computed(IntNode.valueOf(text.length())));
        };
    }
}
