package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.index.SharedParameters;
import health.webqx.imaging.store.search.Criterion.Indexed;
import java.util.List;
import java.util.function.Consumer;

/** Writes criteria as conditions on a row of {@code resource} (design: search is one SQL statement). */
final class CriterionSql {
    private final Sql sql;
    private final String row;
    private final String number;
    private final Reach reach;
    private final MatchSql matches;
    private final boolean probing;

    /**
     * Of a row.
     *
     * @param row the alias of the {@code resource} row that the conditions are about
     * @param reach what of other resources may decide: one out of reach is as if it were not there
     */
    CriterionSql(Sql sql, String row, Reach reach) {
        this(sql, row, row + ".sid", reach, false);
    }

    private CriterionSql(Sql sql, String row, String number, Reach reach, boolean probing) {
        this.probing = probing;
        this.sql = sql;
        this.row = row;
        this.number = number;
        this.reach = reach;
        this.matches = new MatchSql(sql);
    }

    /**
     * Conditions that look into the index row by row, for rows of which there are few: OFFSET 0 keeps the plan so.
     *
     * @param number where the row's number is known from before the row itself is read
     */
    static CriterionSql probing(Sql sql, String row, String number, Reach reach) {
        return new CriterionSql(sql, row, number, reach, true);
    }

    void write(Criterion criterion) {
        if (criterion instanceof Criterion.IdIn ids) {
            sql.add(row)
                    .add(".id = ANY(")
                    .argument(ids.ids().toArray(String[]::new), "text[]")
                    .add(")");
        } else if (criterion instanceof Criterion.InCompartment in) {
            sql.add(row).add(".patients @> ").argument(new String[] {in.patient()}, "text[]");
        } else if (criterion instanceof Criterion.LastUpdated updated) {
            matches.anyOf(updated.anyOf(), row + ".last_updated");
        } else if (criterion instanceof Indexed indexed) {
            indexed(indexed);
        } else if (criterion instanceof Criterion.Composite composite) {
            composite(composite);
        } else if (criterion instanceof Criterion.Near near) {
            NearSql.write(sql, row, near);
        } else if (criterion instanceof Criterion.Missing missing) {
            missing(missing);
        } else if (criterion instanceof Criterion.Not not) {
            sql.add("NOT (");
            write(not.condition());
            sql.add(")");
        } else if (criterion instanceof Criterion.Chained chained) {
            chained(chained);
        } else if (criterion instanceof Criterion.ReferredToBy reverse) {
            referredToBy(reverse);
        }
    }

    private void missing(Criterion.Missing missing) {
        String column = SharedParameters.column(missing.type(), missing.code());
        if (probing && column.equals("sid")) {
            sql.add(missing.missing() ? "NOT " : "").add("EXISTS (SELECT FROM ");
            sql.add(missing.kind().table()).add(" x WHERE x.sid = ").add(number);
            sql.add(" AND x.param = ").key(missing.parameterKey()).add(" OFFSET 0)");
            return;
        }
        sql.add(row).add(".").add(column).add(missing.missing() ? " NOT IN" : " IN");
        sql.add(" (SELECT x.sid FROM ").add(missing.kind().table());
        sql.add(" x WHERE x.param = ").key(missing.parameterKey()).add(")");
    }

    private void chained(Criterion.Chained chained) {
        String column = SharedParameters.column(chained.type(), chained.code());
        String reference = sql.alias();
        String target = sql.alias();
        if (probing) {
            sql.add("EXISTS (SELECT");
        } else {
            sql.add(row).add(".").add(column).add(" IN (SELECT ").add(reference).add(".sid");
        }
        sql.add(" FROM reference_index ").add(reference).add(" JOIN resource ").add(target);
        sql.add(" ON ").add(target).add(".type = ").add(reference).add(".target_type AND ");
        sql.add(target).add(".id = ").add(reference).add(".target_id WHERE ");
        if (probing) {
            sql.add(reference).add(".sid = ").add(entries(column)).add(" AND ");
        }
        sql.add(reference).add(".target_id <> '' AND ").add(reference).add(".param = ");
        sql.key(chained.parameterKey()).add(" AND ");
        anyOf(List.copyOf(chained.byTarget().entrySet()), each -> met(target, each.getKey(), each.getValue()));
        sql.add(probing ? " OFFSET 0)" : ")");
    }

    private void referredToBy(Criterion.ReferredToBy reverse) {
        String reference = sql.alias();
        String source = sql.alias();
        if (probing) {
            sql.add("EXISTS (SELECT");
        } else {
            sql.add(row).add(".id IN (SELECT ").add(reference).add(".target_id");
        }
        sql.add(" FROM reference_index ")
                .add(reference)
                .add(" JOIN resource ")
                .add(source)
                .add(" ON ");
        sql.add(source).add(".").add(SharedParameters.column(reverse.source(), reverse.code()));
        sql.add(" = ").add(reference).add(".sid WHERE ");
        if (probing) {
            sql.add(reference).add(".target_id = ").add(row).add(".id AND ");
        }
        sql.add(reference).add(".target_id <> '' AND ").add(reference).add(".target_type = ");
        sql.type(reverse.type()).add(" AND ").add(reference).add(".param = ");
        sql.key(reverse.parameterKey()).add(" AND ");
        met(source, reverse.source(), reverse.condition());
        sql.add(probing ? " OFFSET 0)" : ")");
    }

    /** A resource of that type is there, in reach, and meets the condition. */
    private void met(String other, String type, Criterion condition) {
        sql.add(other).add(".type = ").type(type).add(" AND NOT ").add(other).add(".deleted AND ");
        new CriterionSql(sql, other, other + ".sid", reach, probing).write(condition);
        sql.add(" AND ");
        new ReachSql(sql, other).write(reach.of(type));
    }

    /** Under which number the row's entries are. */
    private String entries(String column) {
        return column.equals("sid") ? number : row + "." + column;
    }

    private void indexed(Indexed indexed) {
        String column = SharedParameters.column(indexed.type(), indexed.code());
        if (probing) {
            sql.add("EXISTS (SELECT FROM ").add(indexed.kind().table()).add(" x WHERE x.sid = ");
            sql.add(entries(column))
                    .add(" AND x.param = ")
                    .key(indexed.parameterKey())
                    .add(" AND ");
            matches.anyOf(indexed.anyOf());
            sql.add(" OFFSET 0)");
            return;
        }
        sql.add(row).add(".").add(column);
        sql.add(" IN (SELECT x.sid FROM ").add(indexed.kind().table());
        sql.add(" x WHERE x.param = ").key(indexed.parameterKey()).add(" AND ");
        matches.anyOf(indexed.anyOf());
        sql.add(")");
    }

    /** For each alternative the rows of its components, joined where they are of the same part of the same resource. */
    private void composite(Criterion.Composite composite) {
        List<List<Match>> alternatives = composite.anyOf().isEmpty() ? List.of(List.of()) : composite.anyOf();
        sql.add(probing ? "EXISTS (" : row + ".sid IN (");
        for (int i = 0; i < alternatives.size(); i++) {
            sql.add(i == 0 ? "SELECT c0.sid FROM " : " UNION ALL SELECT c0.sid FROM ");
            together(composite.components(), alternatives.get(i));
            sql.add(probing ? " WHERE c0.sid = " + number : "");
        }
        sql.add(probing ? " OFFSET 0)" : ")");
    }

    private void together(List<Criterion.Component> components, List<Match> each) {
        int first = components.get(0).anywhere() ? 1 : 0;
        for (int i = 0; i < components.size(); i++) {
            Criterion.Component component = components.get(i);
            sql.add(i == 0 ? "" : " JOIN ").add("(SELECT x.sid, x.part FROM ");
            sql.add(component.kind().table()).add(" x WHERE x.param = ").key(component.parameterKey());
            if (!each.isEmpty()) {
                sql.add(" AND (");
                matches.write(each.get(i));
                sql.add(")");
            }
            sql.add(") c" + i);
            sql.add(i == 0 ? "" : " ON c" + i + ".sid = c0.sid");
            if (i > first && !component.anywhere()) {
                sql.add(" AND c" + i + ".part IS NOT DISTINCT FROM c" + first + ".part");
            }
        }
    }

    /** What a criterion asks of an entry of its index, the row {@code x}; the plan does not depend on its numbers. */
    void onEntry(Indexed indexed) {
        sql.hiding(() -> matches.anyOf(indexed.anyOf()));
    }

    private <T> void anyOf(List<T> alternatives, Consumer<T> each) {
        sql.add("(");
        for (int i = 0; i < alternatives.size(); i++) {
            sql.add(i == 0 ? "(" : " OR (");
            each.accept(alternatives.get(i));
            sql.add(")");
        }
        sql.add(alternatives.isEmpty() ? "false)" : ")");
    }
}
