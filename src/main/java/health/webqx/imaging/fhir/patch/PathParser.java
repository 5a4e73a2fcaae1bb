package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import health.webqx.imaging.fhir.patch.PathToken.Kind;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a path by descent, from the operators that bind least to those that bind most (FHIRPath 6.8 precedence). */
final class PathParser {
    private static final int LONGEST = 1000;
    private static final int DEEPEST = 20;

    private static final List<Map<String, PathOperator>> LEVELS = List.of(
            Map.of("implies", PathOperator.IMPLIES),
            Map.of("or", PathOperator.OR, "xor", PathOperator.XOR),
            Map.of("and", PathOperator.AND),
            Map.of("in", PathOperator.IN, "contains", PathOperator.CONTAINS),
            Map.of("=", PathOperator.EQUAL, "!=", PathOperator.NOT_EQUAL),
            Map.of(
                    "<", PathOperator.LESS,
                    "<=", PathOperator.LESS_OR_EQUAL,
                    ">", PathOperator.GREATER,
                    ">=", PathOperator.GREATER_OR_EQUAL));

    private final List<PathToken> tokens;
    private int at;
    private int depth;

    private PathParser(List<PathToken> tokens) {
        this.tokens = tokens;
    }

    /** {@code INVALID} where the text is not in the part of FHIRPath that paths of patches may use. */
    static PathExpression parse(String path) {
        if (path.length() > LONGEST) {
            throw Failure.of(FailureKind.INVALID, "the path has more than " + LONGEST + " characters");
        }
        PathParser parser = new PathParser(PathToken.of(path));
        PathExpression expression = parser.level(0);
        if (parser.next().kind() != Kind.END) {
            throw parser.unexpected();
        }
        return expression;
    }

    private PathExpression level(int level) {
        if (level == LEVELS.size()) {
            return typed();
        }
        PathExpression left = level(level + 1);
        while (LEVELS.get(level).containsKey(next().text()) && next().is(next().text())) {
            PathOperator operator = LEVELS.get(level).getOrDefault(take().text(), PathOperator.EQUAL);
            left = new PathExpression.Binary(operator, left, level(level + 1));
        }
        return left;
    }

    private PathExpression typed() {
        PathExpression left = invocations();
        while (next().is("is") || next().is("as")) {
            left = ofType(take().text(), left, typeName());
        }
        return left;
    }

    private static PathExpression ofType(String function, PathExpression of, String type) {
        PathExpression typed = new PathExpression.OfType(of, type);
        return function.equals("is") ? new PathExpression.Call(typed, PathFunction.EXISTS, Optional.empty()) : typed;
    }

    private PathExpression invocations() {
        PathExpression left = term();
        while (next().is(".") || next().is("[")) {
            if (take().text().equals("[")) {
                left = new PathExpression.At(left, index());
                expect("]");
            } else {
                left = member(left);
            }
        }
        return left;
    }

    private PathExpression term() {
        PathToken token = next();
        if (token.is("(")) {
            take();
            PathExpression inner = nested();
            expect(")");
            return inner;
        }
        switch (token.kind()) {
            case STRING, DATE -> {
                take();
                return new PathExpression.Constant(new TextNode(
                        token.kind() == Kind.DATE ? token.text().replaceFirst("^T|T$", "") : token.text()));
            }
            case NUMBER -> {
                take();
                return new PathExpression.Constant(DecimalNode.valueOf(new BigDecimal(token.text())));
            }
            default -> {
                if (token.is("true") || token.is("false")) {
                    take();
                    return new PathExpression.Constant(
                            BooleanNode.valueOf(token.text().equals("true")));
                }
                return member(new PathExpression.This());
            }
        }
    }

    private PathExpression member(PathExpression of) {
        PathToken token = take();
        if (token.is("$this")) {
            return of;
        } else if (token.kind() == Kind.QUOTED_NAME) {
            return new PathExpression.Child(of, token.text());
        } else if (token.kind() != Kind.NAME || token.text().startsWith("$")) {
            at--;
            throw unexpected();
        }
        if (!next().is("(")) {
            return new PathExpression.Child(of, token.text());
        }
        take();
        PathExpression call = call(of, token.text());
        expect(")");
        return call;
    }

    private PathExpression call(PathExpression of, String name) {
        boolean bare = next().is(")");
        if (name.equals("where") || (name.equals("exists") && !bare)) {
            PathExpression those = new PathExpression.Where(of, nested());
            return name.equals("where") ? those : new PathExpression.Call(those, PathFunction.EXISTS, Optional.empty());
        } else if (name.equals("ofType") || name.equals("as") || name.equals("is")) {
            return ofType(name, of, typeName());
        }
        PathFunction function = PathFunction.named(name)
                .orElseThrow(() -> Failure.of(FailureKind.INVALID, "the path of a patch may not use " + name + "()"));
        if ((function.arguments() == 0) != bare) {
            throw unexpected();
        }
        return new PathExpression.Call(of, function, bare ? Optional.empty() : Optional.of(nested()));
    }

    private PathExpression nested() {
        depth++;
        if (depth > DEEPEST) {
            throw Failure.of(FailureKind.INVALID, "the path is nested more than " + DEEPEST + " deep");
        }
        PathExpression inner = level(0);
        depth--;
        return inner;
    }

    private String typeName() {
        PathToken token = take();
        String name = token.text();
        if ((token.is("FHIR") || token.is("System")) && next().is(".")) {
            take();
            name = take().text();
        }
        if (!name.matches("[A-Za-z0-9]+")) {
            throw Failure.of(FailureKind.INVALID, "the path names no type where it should");
        }
        return name;
    }

    private int index() {
        PathToken token = take();
        if (token.kind() != Kind.NUMBER || !token.text().matches("\\d{1,9}")) {
            throw Failure.of(FailureKind.INVALID, "the path has an index that is no number from 0");
        }
        return Integer.parseInt(token.text());
    }

    private void expect(String symbol) {
        if (!take().is(symbol)) {
            at--;
            throw unexpected();
        }
    }

    private PathToken next() {
        return tokens.get(at);
    }

    /** The end stays where it is. */
    private PathToken take() {
        PathToken token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        } else {
            throw unexpected();
        }
        return token;
    }

    private Failure unexpected() {
        return Failure.of(FailureKind.INVALID, "the path of a patch may not have " + next().text() + " there");
    }
}
