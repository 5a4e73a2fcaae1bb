package health.webqx.imaging.store.index;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads codes of UCUM, {@code mg/dL}, {@code kg.m/s2}, {@code 10*3/uL}, by its grammar (UCUM 2.2 §§ 3-12). */
final class UcumExpression {
    private static final Pattern UNIT =
            Pattern.compile("(10[*^]|(?:\\[[^\\[\\]]*]|[^\\[\\]{}()./+\\-0-9\\s])+)([+-]?\\d{1,2})?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");
    private static final Pattern ANNOTATION = Pattern.compile("\\{[^{}]*}");
    private static final int DEEPEST = 8;

    private final String code;
    private int at;

    /** What a code comes to: a factor and the powers of base units. */
    record Term(BigDecimal factor, Map<String, Integer> powers) {
        private static final MathContext EXACT_ENOUGH = new MathContext(40);
        static final Term ONE = new Term(BigDecimal.ONE, Map.of());

        String canonical() {
            return powers.entrySet().stream()
                    .map(power -> power.getKey() + (power.getValue() == 1 ? "" : power.getValue()))
                    .collect(Collectors.joining("."));
        }

        Term times(Term other, int sign) {
            Map<String, Integer> sum = new TreeMap<>(powers);
            other.powers.forEach((base, power) -> sum.merge(base, sign * power, Integer::sum));
            sum.values().removeIf(power -> power == 0);
            BigDecimal product =
                    sign > 0 ? factor.multiply(other.factor, EXACT_ENOUGH) : factor.divide(other.factor, EXACT_ENOUGH);
            return new Term(product, sum);
        }

        Term power(int exponent) {
            Term product = ONE;
            for (int i = 0; i < Math.abs(exponent); i++) {
                product = product.times(this, Integer.signum(exponent));
            }
            return product;
        }
    }

    private UcumExpression(String code) {
        this.code = code;
    }

    /** What the code comes to; empty for what is no code, or one with a unit that does not relate to base units. */
    static Optional<Term> find(String code) {
        UcumExpression expression = new UcumExpression(code);
        Optional<Term> term = expression.term(0);
        return expression.at == code.length() ? term : Optional.empty();
    }

    private Optional<Term> term(int depth) {
        Optional<Term> product = peeks('/') ? Optional.of(Term.ONE) : component(depth);
        while (product.isPresent() && (peeks('/') || peeks('.'))) {
            int sign = peeks('/') ? -1 : 1;
            at++;
            Optional<Term> next = component(depth);
            product = product.flatMap(left -> next.map(right -> left.times(right, sign)));
        }
        return product;
    }

    private Optional<Term> component(int depth) {
        if (peeks('(') && depth < DEEPEST) {
            at++;
            Optional<Term> inner = term(depth + 1);
            boolean closed = peeks(')');
            at++;
            return closed ? inner : Optional.empty();
        } else if (takes(ANNOTATION).isPresent()) {
            return Optional.of(Term.ONE);
        }
        Optional<Matcher> unit = takes(UNIT);
        Optional<Term> term = unit.isPresent()
                ? unit.flatMap(UcumExpression::power)
                : takes(NUMBER).map(digits -> new Term(new BigDecimal(digits.group()), Map.of()));
        takes(ANNOTATION);
        return term.filter(t -> t.factor().signum() != 0);
    }

    private static Optional<Term> power(Matcher unit) {
        int exponent = unit.group(2) == null ? 1 : Integer.parseInt(unit.group(2));
        return UcumDefinitions.find(unit.group(1)).map(term -> term.power(exponent));
    }

    private boolean peeks(char mark) {
        return at < code.length() && code.charAt(at) == mark;
    }

    private Optional<Matcher> takes(Pattern pattern) {
        Matcher matcher = pattern.matcher(code).region(at, code.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        at = matcher.end();
        return Optional.of(matcher);
    }
}
