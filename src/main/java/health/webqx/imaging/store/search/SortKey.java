package health.webqx.imaging.store.search;

import health.webqx.imaging.store.index.SharedParameters;
import health.webqx.imaging.store.search.Criterion.IndexKind;

/**
 * One key that a search's matches are sorted by (R4 3.1.1.5.1 {@code _sort}). Resources without a value come last, up or
 * down.
 *
 * @param type the resource type whose parameter it is
 * @param code the parameter; {@code _id} and {@code _lastUpdated} too
 * @param kind decides the index; of no meaning for {@code _id} and {@code _lastUpdated}
 * @param single whether a resource is known to have one value in the index at most
 */
public record SortKey(String type, String code, IndexKind kind, boolean descending, boolean single) {
    /** The PostgreSQL type of the values. */
    String valueType() {
        if (code.equals("_id")) {
            return "text";
        } else if (isLastUpdated()) {
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
        if (isLastUpdated()) {
            sql.add(row).add(".last_updated");
        } else if (code.equals("_id")) {
            sql.add(row).add(".id COLLATE \"C\"");
        } else {
            sql.add("coalesce((SELECT ")
                    .add(descending ? "max(" : "min(")
                    .add(column("x"))
                    .add(") FROM ");
            sql.add(kind.table()).add(" x WHERE x.sid = ").add(row).add(".");
            sql.add(SharedParameters.column(type, code)).add(" AND x.param = ");
            sql.key(parameterKey()).add("), ").add(valueOfNone()).add(")");
        }
    }

    boolean isLastUpdated() {
        return code.equals("_lastUpdated");
    }

    /** Whether its index table has an index in the order of the values, and of the resources where values are equal. */
    boolean isIndexedInOrder() {
        boolean indexed = !code.equals("_id") && !isLastUpdated();
        boolean ordered = kind == IndexKind.DATE || kind == IndexKind.STRING;
        return indexed && ordered && !SharedParameters.contain(type, code);
    }

    int parameterKey() {
        return ParameterKey.of(type, code);
    }

    /** The column of an index row by which the row is sorted. */
    String column(String row) {
        return row + "."
                + switch (kind) {
                    case TOKEN -> "code COLLATE \"C\"";
                    case REFERENCE -> "target_id COLLATE \"C\"";
                    case DATE, NUMBER, QUANTITY -> descending ? "high" : "low";
                    case STRING -> "normalized COLLATE \"C\"";
                    case URI -> "uri COLLATE \"C\"";
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
