package health.webqx.imaging.store;

import health.webqx.imaging.store.index.DateEntry;
import health.webqx.imaging.store.index.IndexEntries;
import health.webqx.imaging.store.index.NumberEntry;
import health.webqx.imaging.store.index.QuantityEntry;
import health.webqx.imaging.store.index.ReferenceEntry;
import health.webqx.imaging.store.index.StringEntry;
import health.webqx.imaging.store.index.TokenEntry;
import health.webqx.imaging.store.index.UriEntry;
import health.webqx.imaging.store.search.ParameterKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The index rows of several resources as one array for each column, ready for {@code unnest}: a batch of any size is one
 * statement with the same text.
 */
final class IndexRows {
    /**
     * Inserts the rows; stands among the common table expressions of a statement that has an {@code incoming(ord, sid)}.
     * Takes its arguments from {@code $%1$d} on, in the order of {@link #arguments}.
     */
    private static final String INSERTS =
            """
            , tokens AS (INSERT INTO token_index (sid, param, system, code)
                SELECT i.sid, u.param, u.system, u.code
                FROM unnest($%1$d::bigint[], $%2$d::int[], $%3$d::text[], $%4$d::text[]) u(ord, param, system, code)
                JOIN incoming i USING (ord)),
            refs AS (INSERT INTO reference_index
                    (sid, param, target_type, target_id, url, identifier_system, identifier_value)
                SELECT i.sid, u.param, u.type, u.id, u.url, u.system, u.value
                FROM unnest($%5$d::bigint[], $%6$d::int[], $%7$d::text[], $%8$d::text[], $%9$d::text[],
                        $%10$d::text[], $%11$d::text[]) u(ord, param, type, id, url, system, value)
                JOIN incoming i USING (ord)),
            dates AS (INSERT INTO date_index (sid, param, low, high)
                SELECT i.sid, u.param, u.low, u.high
                FROM unnest($%12$d::bigint[], $%13$d::int[], $%14$d::bigint[], $%15$d::bigint[]) u(ord, param, low, high)
                JOIN incoming i USING (ord)),
            strings AS (INSERT INTO string_index (sid, param, normalized, exact)
                SELECT i.sid, u.param, u.normalized, u.exact
                FROM unnest($%16$d::bigint[], $%17$d::int[], $%18$d::text[], $%19$d::text[]) u(ord, param, normalized, exact)
                JOIN incoming i USING (ord)),
            uris AS (INSERT INTO uri_index (sid, param, uri)
                SELECT i.sid, u.param, u.uri
                FROM unnest($%20$d::bigint[], $%21$d::int[], $%22$d::text[]) u(ord, param, uri)
                JOIN incoming i USING (ord)),
            numbers AS (INSERT INTO number_index (sid, param, low, high)
                SELECT i.sid, u.param, u.low::numeric, u.high::numeric
                FROM unnest($%23$d::bigint[], $%24$d::int[], $%25$d::text[], $%26$d::text[]) u(ord, param, low, high)
                JOIN incoming i USING (ord)),
            quantities AS (INSERT INTO quantity_index (sid, param, system, code, unit, low, high)
                SELECT i.sid, u.param, u.system, u.code, u.unit, u.low::numeric, u.high::numeric
                FROM unnest($%27$d::bigint[], $%28$d::int[], $%29$d::text[], $%30$d::text[], $%31$d::text[],
                        $%32$d::text[], $%33$d::text[]) u(ord, param, system, code, unit, low, high)
                JOIN incoming i USING (ord))
            """;

    /** Clears the rows of all that is {@code incoming}; stands among the common table expressions before {@link #inserts}. */
    static final String CLEARED =
            """
            , no_tokens AS (DELETE FROM token_index WHERE sid IN (SELECT sid FROM incoming)),
            no_refs AS (DELETE FROM reference_index WHERE sid IN (SELECT sid FROM incoming)),
            no_dates AS (DELETE FROM date_index WHERE sid IN (SELECT sid FROM incoming)),
            no_strings AS (DELETE FROM string_index WHERE sid IN (SELECT sid FROM incoming)),
            no_uris AS (DELETE FROM uri_index WHERE sid IN (SELECT sid FROM incoming)),
            no_numbers AS (DELETE FROM number_index WHERE sid IN (SELECT sid FROM incoming)),
            no_quantities AS (DELETE FROM quantity_index WHERE sid IN (SELECT sid FROM incoming))
            """;

    private static final int COLUMNS = 33;

    private final Column tokens = new Column();
    private final List<String> tokenSystems = new ArrayList<>();
    private final List<String> tokenCodes = new ArrayList<>();
    private final Column references = new Column();
    private final List<ReferenceEntry> referenceEntries = new ArrayList<>();
    private final Column dates = new Column();
    private final List<Long> lows = new ArrayList<>();
    private final List<Long> highs = new ArrayList<>();
    private final Column strings = new Column();
    private final List<StringEntry> stringEntries = new ArrayList<>();
    private final Column uris = new Column();
    private final List<String> uriValues = new ArrayList<>();
    private final Column numbers = new Column();
    private final List<Ends> numberEnds = new ArrayList<>();
    private final Column quantities = new Column();
    private final List<QuantityEntry> quantityEntries = new ArrayList<>();
    private final List<Ends> quantityEnds = new ArrayList<>();

    /** From the lowest to the highest value stated; a span that is but the precision of one number is that number. */
    private record Ends(String low, String high) {
        static Ends of(BigDecimal value, BigDecimal low, BigDecimal high) {
            boolean one = low.add(high).compareTo(value.add(value)) == 0;
            return one
                    ? new Ends(value.toPlainString(), value.toPlainString())
                    : new Ends(low.toPlainString(), high.toPlainString());
        }
    }

    /** The two columns every index table begins with. */
    private static final class Column {
        private final List<Long> ords = new ArrayList<>();
        private final List<Integer> params = new ArrayList<>();

        void add(long ord, String type, String param) {
            ords.add(ord);
            params.add(ParameterKey.of(type, param));
        }

        void addTo(List<Object> arguments) {
            arguments.add(ords.toArray(Long[]::new));
            arguments.add(params.toArray(Integer[]::new));
        }
    }

    /** The inserting expressions, their placeholders numbered from the given one on. */
    static String inserts(int firstPlaceholder) {
        Object[] numbers = new Object[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            numbers[i] = firstPlaceholder + i;
        }
        return INSERTS.formatted(numbers);
    }

    /** Adds one resource's entries; {@code ord} is its place in the batch. */
    void add(long ord, String type, IndexEntries entries) {
        for (TokenEntry token : entries.tokens()) {
            tokens.add(ord, type, token.param());
            tokenSystems.add(token.system());
            tokenCodes.add(token.code());
        }
        for (ReferenceEntry reference : entries.references()) {
            references.add(ord, type, reference.param());
            referenceEntries.add(reference);
        }
        for (DateEntry date : entries.dates()) {
            dates.add(ord, type, date.param());
            lows.add(date.low().toEpochMilli());
            highs.add(date.high().toEpochMilli() - 1);
        }
        for (StringEntry string : entries.strings()) {
            strings.add(ord, type, string.param());
            stringEntries.add(string);
        }
        for (UriEntry uri : entries.uris()) {
            uris.add(ord, type, uri.param());
            uriValues.add(uri.uri());
        }
        for (NumberEntry number : entries.numbers()) {
            numbers.add(ord, type, number.param());
            numberEnds.add(Ends.of(number.value(), number.low(), number.high()));
        }
        for (QuantityEntry quantity : entries.quantities()) {
            quantities.add(ord, type, quantity.param());
            quantityEntries.add(quantity);
            quantityEnds.add(Ends.of(quantity.value(), quantity.low(), quantity.high()));
        }
    }

    /** The columns, in the order of the placeholders. */
    List<Object> arguments() {
        List<Object> arguments = new ArrayList<>(COLUMNS);
        tokens.addTo(arguments);
        arguments.add(tokenSystems.toArray(String[]::new));
        arguments.add(tokenCodes.toArray(String[]::new));
        references.addTo(arguments);
        arguments.add(column(referenceEntries, ReferenceEntry::targetType));
        arguments.add(column(referenceEntries, ReferenceEntry::targetId));
        arguments.add(column(referenceEntries, ReferenceEntry::url));
        arguments.add(column(referenceEntries, ReferenceEntry::identifierSystem));
        arguments.add(column(referenceEntries, ReferenceEntry::identifierValue));
        dates.addTo(arguments);
        arguments.add(lows.toArray(Long[]::new));
        arguments.add(highs.toArray(Long[]::new));
        strings.addTo(arguments);
        arguments.add(column(stringEntries, StringEntry::normalized));
        arguments.add(column(stringEntries, StringEntry::exact));
        uris.addTo(arguments);
        arguments.add(uriValues.toArray(String[]::new));
        numbers.addTo(arguments);
        arguments.add(column(numberEnds, Ends::low));
        arguments.add(column(numberEnds, Ends::high));
        quantities.addTo(arguments);
        arguments.add(column(quantityEntries, QuantityEntry::system));
        arguments.add(column(quantityEntries, QuantityEntry::code));
        arguments.add(column(quantityEntries, QuantityEntry::unit));
        arguments.add(column(quantityEnds, Ends::low));
        arguments.add(column(quantityEnds, Ends::high));
        return arguments;
    }

    private static <T> String[] column(List<T> entries, Function<T, String> value) {
        return entries.stream().map(value).toArray(String[]::new);
    }
}
