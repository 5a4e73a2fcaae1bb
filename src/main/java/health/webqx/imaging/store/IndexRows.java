package health.webqx.imaging.store;

import health.webqx.imaging.store.index.DateEntry;
import health.webqx.imaging.store.index.IndexEntries;
import health.webqx.imaging.store.index.NumberEntry;
import health.webqx.imaging.store.index.QuantityEntry;
import health.webqx.imaging.store.index.ReferenceEntry;
import health.webqx.imaging.store.index.StringEntry;
import health.webqx.imaging.store.index.TokenEntry;
import health.webqx.imaging.store.index.UriEntry;
import health.webqx.imaging.store.search.DerivedParameter;
import health.webqx.imaging.store.search.ParameterKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The index rows of several resources as one array for each column, ready for {@code unnest}: batches of any size that fill
 * the same tables are one statement with the same text.
 */
final class IndexRows {
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

    private final Table tokens = new Table("token_index", "system text", "code text");
    private final Table references = new Table(
            "reference_index",
            "target_type text",
            "target_id text",
            "url text",
            "identifier_system text",
            "identifier_value text");
    private final Table dates = new Table("date_index", "low bigint", "high bigint");
    private final Table strings = new Table("string_index", "normalized text", "exact text");
    private final Table uris = new Table("uri_index", "uri text");
    private final Table numbers = new Table("number_index", "low numeric", "high numeric");
    private final Table quantities =
            new Table("quantity_index", "system text", "code text", "unit text", "low numeric", "high numeric");
    private final List<Table> all = List.of(tokens, references, dates, strings, uris, numbers, quantities);

    /** Adds one resource's entries; {@code ord} is its place in the batch. */
    void add(long ord, String type, IndexEntries entries) {
        for (TokenEntry token : entries.tokens()) {
            addToken(ord, type, token);
        }
        for (ReferenceEntry reference : entries.references()) {
            references.add(
                    ord,
                    type,
                    reference.param(),
                    reference.targetType(),
                    reference.targetId(),
                    reference.url(),
                    reference.identifierSystem(),
                    reference.identifierValue());
        }
        for (DateEntry date : entries.dates()) {
            dates.add(
                    ord,
                    type,
                    date.param(),
                    date.low().toEpochMilli(),
                    date.high().toEpochMilli() - 1);
        }
        for (StringEntry string : entries.strings()) {
            strings.add(ord, type, string.param(), string.normalized(), string.exact());
        }
        for (UriEntry uri : entries.uris()) {
            uris.add(ord, type, uri.param(), uri.uri());
        }
        for (NumberEntry number : entries.numbers()) {
            Ends ends = Ends.of(number.value(), number.low(), number.high());
            numbers.add(ord, type, number.param(), ends.low(), ends.high());
        }
        for (QuantityEntry quantity : entries.quantities()) {
            Ends ends = Ends.of(quantity.value(), quantity.low(), quantity.high());
            quantities.add(
                    ord,
                    type,
                    quantity.param(),
                    quantity.system(),
                    quantity.code(),
                    quantity.unit(),
                    ends.low(),
                    ends.high());
        }
    }

    /** What a code is called, and of what type an identifier is, are found under parameters of their own. */
    private void addToken(long ord, String type, TokenEntry token) {
        tokens.add(ord, type, token.param(), token.system(), token.code());
        if (!token.text().isEmpty()) {
            strings.add(ord, type, DerivedParameter.text(token.param()), token.text(), token.text());
        }
        if (!token.typeCode().isEmpty() && !token.code().isEmpty()) {
            String ofType = DerivedParameter.typeOfIdentifier(token.typeSystem(), token.typeCode());
            tokens.add(ord, type, DerivedParameter.ofType(token.param()), ofType, token.code());
        }
    }

    /**
     * Inserts the rows; stands among the common table expressions of a statement that has an {@code incoming(ord, sid)}.
     *
     * @param firstPlaceholder the number of the first of its arguments
     */
    String inserts(int firstPlaceholder) {
        StringBuilder text = new StringBuilder(512);
        int placeholder = firstPlaceholder;
        for (Table table : all) {
            if (!table.isEmpty()) {
                table.insert(placeholder, text);
                placeholder += table.columns.size();
            }
        }
        return text.toString();
    }

    /** The columns, in the order of the placeholders. */
    List<Object> arguments() {
        List<Object> arguments = new ArrayList<>();
        for (Table table : all) {
            if (!table.isEmpty()) {
                table.columns.forEach(column -> arguments.add(column.array()));
            }
        }
        return arguments;
    }

    /** From the lowest to the highest value stated; a span that is but the precision of one number is that number. */
    private record Ends(String low, String high) {
        static Ends of(BigDecimal value, BigDecimal low, BigDecimal high) {
            boolean one = low.add(high).compareTo(value.add(value)) == 0;
            return one
                    ? new Ends(value.toPlainString(), value.toPlainString())
                    : new Ends(low.toPlainString(), high.toPlainString());
        }
    }

    /**
     * One column's values. Decimals travel as text, for PostgreSQL's client knows decimals of its own only.
     *
     * @param type PostgreSQL's
     */
    private record Column(String name, String type, List<Object> values) {
        static Column of(String nameAndType) {
            int space = nameAndType.indexOf(' ');
            return new Column(nameAndType.substring(0, space), nameAndType.substring(space + 1), new ArrayList<>());
        }

        String sentAs() {
            return type.equals("numeric") ? "text" : type;
        }

        Object array() {
            return switch (type) {
                case "bigint" -> values.toArray(Long[]::new);
                case "int" -> values.toArray(Integer[]::new);
                default -> values.toArray(String[]::new);
            };
        }
    }

    /** The rows for one index table. */
    private static final class Table {
        private final String name;
        private final List<Column> columns = new ArrayList<>();

        Table(String name, String... ownColumns) {
            this.name = name;
            columns.add(Column.of("ord bigint"));
            columns.add(Column.of("param int"));
            for (String column : ownColumns) {
                columns.add(Column.of(column));
            }
        }

        boolean isEmpty() {
            return columns.get(0).values().isEmpty();
        }

        void add(long ord, String type, String param, Object... values) {
            columns.get(0).values().add(ord);
            columns.get(1).values().add(ParameterKey.of(type, param));
            for (int i = 0; i < values.length; i++) {
                columns.get(i + 2).values().add(values[i]);
            }
        }

        void insert(int firstPlaceholder, StringBuilder text) {
            text.append(", into_")
                    .append(name)
                    .append(" AS (INSERT INTO ")
                    .append(name)
                    .append(" (sid");
            columns.stream().skip(1).forEach(column -> text.append(", ").append(column.name()));
            text.append(") SELECT i.sid");
            columns.stream().skip(1).forEach(column -> text.append(", u.")
                    .append(column.name())
                    .append("::")
                    .append(column.type()));
            text.append(" FROM unnest(");
            for (int i = 0; i < columns.size(); i++) {
                text.append(i == 0 ? "$" : ", $").append(firstPlaceholder + i);
                text.append("::").append(columns.get(i).sentAs()).append("[]");
            }
            text.append(") u(ord");
            columns.stream().skip(1).forEach(column -> text.append(", ").append(column.name()));
            text.append(") JOIN incoming i USING (ord))");
        }
    }
}
