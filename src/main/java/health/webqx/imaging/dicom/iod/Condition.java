package health.webqx.imaging.dicom.iod;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Dictionary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** When an attribute of type 1C or 2C must be there; written as {@code conditions.tsv} explains. */
public final class Condition {
    private enum Comparison {
        ONE_OF,
        LARGER,
        THERE,
        ABSENT
    }

    private record Term(int tag, Comparison comparison, List<String> values) {}

    private final List<Term> terms;

    private Condition(List<Term> terms) {
        this.terms = terms;
    }

    /** @throws IllegalArgumentException for a keyword that the dictionary lacks */
    static Condition of(String text) {
        return new Condition(
                Arrays.stream(text.split(" & ", -1)).map(Condition::term).toList());
    }

    private static Term term(String text) {
        int at = Math.max(text.indexOf('='), text.indexOf('>'));
        if (at > 0) {
            Comparison comparison = text.charAt(at) == '=' ? Comparison.ONE_OF : Comparison.LARGER;
            return new Term(
                    tag(text.substring(0, at)),
                    comparison,
                    List.of(text.substring(at + 1).split("\\|", -1)));
        }
        return text.startsWith("!")
                ? new Term(tag(text.substring(1)), Comparison.ABSENT, List.of())
                : new Term(tag(text), Comparison.THERE, List.of());
    }

    private static int tag(String keyword) {
        return Dictionary.tagOf(keyword).orElseThrow(() -> new IllegalArgumentException("No such keyword: " + keyword));
    }

    /** Whether it holds in the innermost of these data sets, each of which lies in the one before it. */
    public boolean holds(List<DataSet> enclosing) {
        return terms.stream().allMatch(term -> holds(term, enclosing));
    }

    private static boolean holds(Term term, List<DataSet> enclosing) {
        Optional<DataSet> holder = Optional.empty();
        for (DataSet dataSet : enclosing) {
            holder = dataSet.contains(term.tag) ? Optional.of(dataSet) : holder;
        }
        String value = holder.flatMap(dataSet -> dataSet.string(term.tag)).orElse("");
        boolean there = holder.flatMap(dataSet -> dataSet.find(term.tag))
                .filter(element -> !element.isEmpty())
                .isPresent();
        return switch (term.comparison) {
            case ONE_OF -> term.values.contains(value);
            case LARGER -> isLarger(value, term.values.get(0));
            case THERE -> there;
            case ABSENT -> !there;
        };
    }

    private static boolean isLarger(String value, String bound) {
        try {
            return Double.parseDouble(value) > Double.parseDouble(bound);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
