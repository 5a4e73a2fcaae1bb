package health.webqx.imaging.store;

import health.webqx.imaging.store.search.ParameterKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows for one index table, as one array for each column. */
final class IndexTable {
    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private final Column parts = Column.of("part int");
    private boolean hasParts;

    /** @param ownColumns name and type of each column that other index tables do not have */
    IndexTable(String name, String... ownColumns) {
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

    void add(IndexRows.Place place, String param, @Nullable Object... values) {
        columns.get(0).values().add(place.ord());
        columns.get(1).values().add(ParameterKey.of(place.type(), param));
        for (int i = 0; i < values.length; i++) {
            columns.get(i + 2).values().add(values[i]);
        }
        parts.values().add(place.part());
        hasParts |= place.part() != null;
    }

    /** Where no row is of a part, none needs to say so. */
    private List<Column> written() {
        List<Column> written = new ArrayList<>(columns);
        if (hasParts) {
            written.add(parts);
        }
        return written;
    }

    int placeholders() {
        return written().size();
    }

    List<Object> arguments() {
        return written().stream().map(Column::array).toList();
    }

    void insert(int firstPlaceholder, StringBuilder text) {
        List<Column> written = written();
        text.append(", into_")
                .append(name)
                .append(" AS (INSERT INTO ")
                .append(name)
                .append(" (sid");
        written.stream().skip(1).forEach(column -> text.append(", ").append(column.name()));
        text.append(") SELECT i.sid");
        written.stream()
                .skip(1)
                .forEach(column ->
                        text.append(", u.").append(column.name()).append("::").append(column.type()));
        text.append(" FROM unnest(");
        for (int i = 0; i < written.size(); i++) {
            text.append(i == 0 ? "$" : ", $").append(firstPlaceholder + i);
            text.append("::").append(written.get(i).sentAs()).append("[]");
        }
        text.append(") u(ord");
        written.stream().skip(1).forEach(column -> text.append(", ").append(column.name()));
        text.append(") JOIN incoming i USING (ord))");
    }

    /**
     * One column's values. Decimals travel as text, for PostgreSQL's client knows decimals of its own only.
     *
     * @param type PostgreSQL's
     */
    private record Column(String name, String type, List<@Nullable Object> values) {
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
}
