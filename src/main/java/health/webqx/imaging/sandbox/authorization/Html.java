package health.webqx.imaging.sandbox.authorization;

import java.util.stream.Collectors;

/** HTML being written: text goes in escaped, tags only as this project's own code writes them. */
final class Html {
    private final StringBuilder html = new StringBuilder();

    /** Markup from this project's code; each {@code {}} in it takes the next text, escaped. */
    Html add(String markup, String... texts) {
        int from = 0;
        for (String text : texts) {
            int at = markup.indexOf("{}", from);
            html.append(markup, from, at).append(escape(text));
            from = at + "{}".length();
        }
        html.append(markup, from, markup.length());
        return this;
    }

    @Override
    public String toString() {
        return html.toString();
    }

    /** The text as it may stand between tags and in quoted attributes. */
    static String escape(String text) {
        return text.chars().mapToObj(Html::escape).collect(Collectors.joining());
    }

    private static String escape(int character) {
        return switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> Character.toString((char) character);
        };
    }
}
