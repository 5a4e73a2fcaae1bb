package health.webqx.imaging.store.search;

import health.webqx.imaging.store.search.Criterion.IndexKind;

/**
 * One key that a search's matches are sorted by (R4 3.1.1.5.1 {@code _sort}). Resources without a value come last, up or
 * down.
 *
 * @param type the resource type whose parameter it is
 * @param code the parameter; {@code _id} and {@code _lastUpdated} too
 * @param kind decides the index; of no meaning for {@code _id} and {@code _lastUpdated}
 */
public record SortKey(String type, String code, IndexKind kind, boolean descending) {
    /** The PostgreSQL type of the values. */
    String valueType() {
        if (code.equals("_id")) {
            return "text";
        } else if (code.equals("_lastUpdated")) {
            return "bigint";
        }
        return switch (kind) {
            case DATE -> "bigint";
            case NUMBER, QUANTITY -> "numeric";
            case TOKEN, REFERENCE, STRING, URI -> "text";
        };
    }

    /** The value of a row, never null. */
    void write(Sql sql, String row) {
        if (code.equals("_lastUpdated")) {
            sql.add(row).add(".last_updated");
        } else if (code.equals("_id")) {
            sql.add(row).add(".id COLLATE \"C\"");
        } else {
            sql.add("coalesce((SELECT ")
                    .add(descending ? "max(" : "min(")
                    .add(column())
                    .add(") FROM ");
            sql.add(kind.table()).add(" x WHERE x.sid = ").add(row).add(".sid AND x.param = ");
            sql.key(ParameterKey.of(type, code)).add("), ").add(valueOfNone()).add(")");
        }
    }

    private String column() {
        return switch (kind) {
            case TOKEN -> "x.code COLLATE \"C\"";
            case REFERENCE -> "x.target_id COLLATE \"C\"";
            case DATE, NUMBER, QUANTITY -> descending ? "x.high" : "x.low";
            case STRING -> "x.normalized COLLATE \"C\"";
            case URI -> "x.uri COLLATE \"C\"";
        };
    }

    private String valueOfNone() {
        return switch (valueType()) {
            case "bigint" -> "'" + (descending ? Long.MIN_VALUE : Long.MAX_VALUE) + "'::bigint";
            case "numeric" -> descending ? "'-1e120'::numeric" : "'1e120'::numeric";
            default -> descending ? "''" : "chr(1114111)";
        };
    }
}
