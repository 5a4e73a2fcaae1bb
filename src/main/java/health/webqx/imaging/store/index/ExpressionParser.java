package health.webqx.imaging.store.index;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads FHIRPath (N1) as far as {@link Expression} goes, by recursive descent in the order of FHIRPath's precedence:
 * {@code and}, then {@code = !=}, then {@code |}, then {@code as is}, then paths.
 */
final class ExpressionParser {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<string>'[^']*')|(?<word>%?[A-Za-z_][A-Za-z0-9_]*|[0-9]+)|(?<mark>!=|[.|()\\[\\]=]))");

    private final String source;
    private final List<String> tokens;
    private int next;

    private ExpressionParser(String source) {
        this.source = source;
        this.tokens = tokens(source);
    }

    /** The expression written in the source; an {@link IllegalArgumentException} for forms R4 does not use. */
    static Expression parse(String source) {
        ExpressionParser parser = new ExpressionParser(source);
        Expression expression = parser.and();
        if (parser.next < parser.tokens.size()) {
            throw parser.unexpected();
        }
        return expression;
    }

    private static List<String> tokens(String source) {
        String text = source.strip();
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.region(end, text.length()).lookingAt()) {
                throw new IllegalArgumentException("not a FHIRPath this server knows: " + source);
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        return tokens;
    }

    private Expression and() {
        Expression left = comparison();
        while (takes("and")) {
            left = new Expression.And(left, comparison());
        }
        return left;
    }

    private Expression comparison() {
        Expression left = union();
        if (takes("=")) {
            return new Expression.Comparison(left, true, literal());
        }
        if (takes("!=")) {
            return new Expression.Comparison(left, false, literal());
        }
        return left;
    }

    private Expression union() {
        Expression first = typed();
        if (!peeks("|")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (takes("|")) {
            parts.add(typed());
        }
        return new Expression.Union(List.copyOf(parts));
    }

    private Expression typed() {
        if (takes("resolve")) {
            expect("(");
            expect(")");
            expect("is");
            return new Expression.ResolvesTo(take());
        }
        Expression path = path();
        return takes("as") ? new Expression.As(path, take()) : path;
    }

    private Expression path() {
        Expression path = start();
        while (true) {
            if (takes(".")) {
                path = step(path, take());
            } else if (takes("[")) {
                path = new Expression.Index(path, Integer.parseInt(take()));
                expect("]");
            } else {
                return path;
            }
        }
    }

    private Expression start() {
        if (takes("(")) {
            Expression inner = and();
            expect(")");
            return inner;
        }
        String name = take();
        return name.equals("%resource") ? new Expression.Resource() : new Expression.Name(name);
    }

    private Expression step(Expression path, String name) {
        if (!takes("(")) {
            return new Expression.Child(path, name);
        }
        Expression step =
                switch (name) {
                    case "as", "ofType" -> new Expression.As(path, take());
                    case "where" -> new Expression.Where(path, and());
                    case "exists" -> new Expression.Exists(path);
                    default -> throw unexpected();
                };
        expect(")");
        return step;
    }

    private String literal() {
        String token = take();
        return token.startsWith("'") ? token.substring(1, token.length() - 1) : token;
    }

    private boolean peeks(String token) {
        return next < tokens.size() && tokens.get(next).equals(token);
    }

    private boolean takes(String token) {
        boolean there = peeks(token);
        next += there ? 1 : 0;
        return there;
    }

    private String take() {
        if (next == tokens.size()) {
            throw unexpected();
        }
        return tokens.get(next++);
    }

    private void expect(String token) {
        if (!takes(token)) {
            throw unexpected();
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not a FHIRPath this server knows, at token " + next + ": " + source);
    }
}
