package health.webqx.imaging.fhir.patch;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A token of a FHIRPath expression (FHIRPath N1, grammar). */
record PathToken(Kind kind, String text) {
    enum Kind {
        NAME,
        QUOTED_NAME,
        STRING,
        NUMBER,
        DATE,
        SYMBOL,
        END
    }

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<name>\\$?[A-Za-z_][A-Za-z0-9_]*)|`(?<quoted>[^`]+)`|'(?<string>(?:[^'\\\\]|\\\\.)*+)'"
                    + "|(?<number>\\d+(?:\\.\\d+)?)|@(?<date>[0-9T:.Z+\\-]+)|(?<symbol><=|>=|!=|!~|[.\\[\\](),=<>~|+\\-*/&{}%]))",
            Pattern.DOTALL);

    /** {@code INVALID} where the text is none of the language. */
    static List<PathToken> of(String path) {
        List<PathToken> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(path);
        int at = 0;
        while (at < path.stripTrailing().length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw Failure.of(FailureKind.INVALID, "the path is not FHIRPath after its character " + at);
            }
            tokens.add(token(matcher));
            at = matcher.end();
        }
        tokens.add(new PathToken(Kind.END, "the end"));
        return tokens;
    }

    private static PathToken token(Matcher matcher) {
        if (matcher.group("name") != null) {
            return new PathToken(Kind.NAME, matcher.group("name"));
        } else if (matcher.group("quoted") != null) {
            return new PathToken(Kind.QUOTED_NAME, matcher.group("quoted"));
        } else if (matcher.group("string") != null) {
            return new PathToken(Kind.STRING, unescaped(matcher.group("string")));
        } else if (matcher.group("number") != null) {
            return new PathToken(Kind.NUMBER, matcher.group("number"));
        } else if (matcher.group("date") != null) {
            return new PathToken(Kind.DATE, matcher.group("date"));
        }
        return new PathToken(Kind.SYMBOL, matcher.group("symbol"));
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char each = text.charAt(at);
            if (each != '\\') {
                plain.append(each);
                at++;
            } else if (text.charAt(at + 1) == 'u') {
                plain.append(codeUnit(text, at + 2));
                at += 6;
            } else {
                plain.append(escaped(text.charAt(at + 1)));
                at += 2;
            }
        }
        return plain.toString();
    }

    private static char escaped(char letter) {
        return switch (letter) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'f' -> '\f';
            default -> letter;
        };
    }

    private static char codeUnit(String text, int from) {
        if (from + 4 > text.length() || !text.substring(from, from + 4).matches("[0-9A-Fa-f]{4}")) {
            throw Failure.of(FailureKind.INVALID, "the path has an escape sequence that FHIRPath does not know");
        }
        return (char) Integer.parseInt(text.substring(from, from + 4), 16);
    }

    boolean is(String symbolOrWord) {
        return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbolOrWord);
    }
}
