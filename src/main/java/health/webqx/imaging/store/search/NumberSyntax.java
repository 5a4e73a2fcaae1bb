package health.webqx.imaging.store.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.index.NumberSpan;
import health.webqx.imaging.store.index.UcumUnit;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How numbers and quantities are written in a search (R4 3.1.1.4.6, 3.1.1.4.11). */
final class NumberSyntax {
    private static final Pattern NUMBER =
            Pattern.compile("([a-z]{2})?([+-]?\\d{1,30}(?:\\.\\d{1,30})?(?:[eE][+-]?\\d{1,2})?)");

    private NumberSyntax() {}

    static Match.Numeric number(String name, String text) {
        Matcher matcher = NUMBER.matcher(ValueSyntax.plain(text));
        if (!matcher.matches()) {
            throw invalid(name, "not a number: write [prefix]number");
        }
        DatePrefix prefix = matcher.group(1) == null
                ? DatePrefix.EQ
                : DatePrefix.of(matcher.group(1)).orElseThrow(() -> invalid(name, "not a prefix of a number"));
        NumberSpan span = NumberSpan.of(new BigDecimal(matcher.group(2)))
                .orElseThrow(() -> invalid(name, "more digits than a number here has"));
        return new Match.Numeric(prefix, span.value(), span.low(), span.high());
    }

    static Match quantity(String name, String text) {
        int first = ValueSyntax.bar(text);
        if (first < 0) {
            return new Match.Quantity(number(name, text), Optional.empty(), Optional.empty());
        }
        String unit = text.substring(first + 1);
        int second = ValueSyntax.bar(unit);
        if (second < 0) {
            throw invalid(name, "not a quantity: write [prefix]number|[system]|[code]");
        }
        Match.Numeric number = number(name, text.substring(0, first));
        Optional<String> system = given(unit.substring(0, second));
        Optional<String> code = given(unit.substring(second + 1));
        return system.flatMap(s -> code.flatMap(c -> UcumUnit.find(s, c)))
                .<Match>map(ucum -> new Match.CanonicalQuantity(number, ucum))
                .orElseGet(() -> new Match.Quantity(number, system, code));
    }

    private static Optional<String> given(String escaped) {
        return Optional.of(ValueSyntax.plain(escaped)).filter(text -> !text.isEmpty());
    }

    private static Failure invalid(String name, String why) {
        return Failure.at(FailureKind.INVALID, name, why);
    }
}
