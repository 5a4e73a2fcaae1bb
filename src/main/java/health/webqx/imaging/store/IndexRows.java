package health.webqx.imaging.store;

import health.webqx.imaging.store.index.DateEntry;
import health.webqx.imaging.store.index.IndexEntries;
import health.webqx.imaging.store.index.NumberEntry;
import health.webqx.imaging.store.index.QuantityEntry;
import health.webqx.imaging.store.index.ReferenceEntry;
import health.webqx.imaging.store.index.StringEntry;
import health.webqx.imaging.store.index.TokenEntry;
import health.webqx.imaging.store.index.UcumUnit;
import health.webqx.imaging.store.index.UriEntry;
import health.webqx.imaging.store.search.DerivedParameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
            no_quantities AS (DELETE FROM quantity_index WHERE sid IN (SELECT sid FROM incoming)),
            no_care AS (DELETE FROM care_index WHERE sid IN (SELECT sid FROM incoming))
            """;

    private final IndexTable tokens = new IndexTable("token_index", "system text", "code text");
    private final IndexTable references = new IndexTable(
            "reference_index",
            "target_type text",
            "target_id text",
            "url text",
            "identifier_system text",
            "identifier_value text");
    private final IndexTable dates = new IndexTable("date_index", "low bigint", "high bigint");
    private final IndexTable strings = new IndexTable("string_index", "normalized text", "exact text");
    private final IndexTable uris = new IndexTable("uri_index", "uri text");
    private final IndexTable numbers = new IndexTable("number_index", "low numeric", "high numeric");
    private final IndexTable quantities = new IndexTable(
            "quantity_index",
            "system text",
            "code text",
            "unit text",
            "low numeric",
            "high numeric",
            "canonical text",
            "canonical_low numeric",
            "canonical_high numeric");
    private final IndexTable care = new IndexTable("care_index", "giver text", "patient text");
    private final List<IndexTable> all = List.of(tokens, references, dates, strings, uris, numbers, quantities, care);

    /**
     * What rows are about.
     *
     * @param ord of the resource in the batch
     * @param part of the resource where composites look; null for the whole
     */
    record Place(long ord, String type, @Nullable Integer part) {}

    /** Adds one resource's entries; {@code ord} is its place in the batch. */
    void add(long ord, String type, IndexEntries entries) {
        Place whole = new Place(ord, type, null);
        add(whole, entries);
        for (ReferenceEntry giver : CareFounded.by(type, entries)) {
            String name = giver.targetType() + "/" + giver.targetId();
            care.add(whole, giver.param(), name, entries.patients().first());
        }
        for (int part = 0; part < entries.parts().size(); part++) {
            add(new Place(ord, type, part), entries.parts().get(part));
        }
    }

    private void add(Place place, IndexEntries entries) {
        for (TokenEntry token : entries.tokens()) {
            addToken(place, token);
        }
        for (ReferenceEntry reference : entries.references()) {
            references.add(
                    place,
                    reference.param(),
                    reference.targetType(),
                    reference.targetId(),
                    reference.url(),
                    reference.identifierSystem(),
                    reference.identifierValue());
        }
        for (DateEntry date : entries.dates()) {
            dates.add(
                    place, date.param(), date.low().toEpochMilli(), date.high().toEpochMilli() - 1);
        }
        for (StringEntry string : entries.strings()) {
            strings.add(place, string.param(), string.normalized(), string.exact());
        }
        for (UriEntry uri : entries.uris()) {
            uris.add(place, uri.param(), uri.uri());
        }
        for (NumberEntry number : entries.numbers()) {
            Ends ends = Ends.of(number.value(), number.low(), number.high());
            numbers.add(place, number.param(), ends.low(), ends.high());
        }
        for (QuantityEntry quantity : entries.quantities()) {
            addQuantity(place, quantity);
        }
    }

    private void addQuantity(Place place, QuantityEntry quantity) {
        Ends ends = Ends.of(quantity.value(), quantity.low(), quantity.high());
        Optional<UcumUnit> unit = UcumUnit.find(quantity.system(), quantity.code());
        quantities.add(
                place,
                quantity.param(),
                quantity.system(),
                quantity.code(),
                quantity.unit(),
                ends.low(),
                ends.high(),
                unit.map(UcumUnit::canonical).orElse(null),
                unit.map(u -> u.toCanonical(ends.lowest()).toPlainString()).orElse(null),
                unit.map(u -> u.toCanonical(ends.highest()).toPlainString()).orElse(null));
    }

    /** What a code is called, and of what type an identifier is, are found under parameters of their own. */
    private void addToken(Place place, TokenEntry token) {
        tokens.add(place, token.param(), token.system(), token.code());
        if (!token.text().isEmpty()) {
            strings.add(place, DerivedParameter.text(token.param()), token.text(), token.text());
        }
        if (!token.typeCode().isEmpty() && !token.code().isEmpty()) {
            String ofType = DerivedParameter.typeOfIdentifier(token.typeSystem(), token.typeCode());
            tokens.add(place, DerivedParameter.ofType(token.param()), ofType, token.code());
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
        for (IndexTable table : all) {
            if (!table.isEmpty()) {
                table.insert(placeholder, text);
                placeholder += table.placeholders();
            }
        }
        return text.toString();
    }

    /** The columns, in the order of the placeholders. */
    List<Object> arguments() {
        List<Object> arguments = new ArrayList<>();
        for (IndexTable table : all) {
            if (!table.isEmpty()) {
                arguments.addAll(table.arguments());
            }
        }
        return arguments;
    }

    /** From the lowest to the highest value stated; a span that is but the precision of one number is that number. */
    private record Ends(BigDecimal lowest, BigDecimal highest) {
        static Ends of(BigDecimal value, BigDecimal low, BigDecimal high) {
            boolean one = low.add(high).compareTo(value.add(value)) == 0;
            return one ? new Ends(value, value) : new Ends(low, high);
        }

        String low() {
            return lowest.toPlainString();
        }

        String high() {
            return highest.toPlainString();
        }
    }
}
