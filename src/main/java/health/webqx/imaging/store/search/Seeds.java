package health.webqx.imaging.store.search;

import health.webqx.imaging.store.index.SharedParameters;
import health.webqx.imaging.store.search.Criterion.Indexed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes common table expressions that tell which resources can meet a criterion, as long as these are few: each holds their
 * numbers ({@code sid}), or more numbers than a few, of no meaning, where there are more. Nothing reads further than that.
 */
final class Seeds {
    private final Sql sql;
    private final long few;
    private int sets;

    /** @param few so many a set holds at most, if it means anything */
    Seeds(Sql sql, long few) {
        this.sql = sql;
        this.few = few;
    }

    /**
     * Whether the index tells which resources meet a criterion, rather than which do not.
     *
     * @param type of the resources that the criterion is about
     */
    static boolean has(String type, Criterion criterion) {
        if (criterion instanceof Indexed indexed) {
            return isOwn(indexed.type(), indexed.code());
        } else if (criterion instanceof Criterion.LastUpdated) {
            return !SharedParameters.exist(type);
        } else if (criterion instanceof Criterion.Missing missing) {
            return !missing.missing() && isOwn(missing.type(), missing.code());
        } else if (criterion instanceof Criterion.Composite composite) {
            return !composite.anyOf().isEmpty() && first(composite).isPresent();
        } else if (criterion instanceof Criterion.Chained chained) {
            return isOwn(chained.type(), chained.code())
                    && chained.byTarget().entrySet().stream().allMatch(each -> has(each.getKey(), each.getValue()));
        } else if (criterion instanceof Criterion.ReferredToBy reverse) {
            return isOwn(reverse.source(), reverse.code()) && has(reverse.source(), reverse.condition());
        }
        return criterion instanceof Criterion.IdIn && !SharedParameters.exist(type);
    }

    /** Writes the expressions of a criterion that {@link #has} some, each followed by a comma, and answers the last one's name. */
    String write(String type, Criterion criterion) {
        if (criterion instanceof Indexed indexed) {
            return set(() -> entries(indexed));
        } else if (criterion instanceof Criterion.LastUpdated updated) {
            return set(() -> {
                sql.add("SELECT t.sid FROM resource t WHERE t.type = ")
                        .type(type)
                        .add(" AND ");
                new MatchSql(sql).anyOf(updated.anyOf(), "t.last_updated");
            });
        } else if (criterion instanceof Criterion.Missing present) {
            return set(() -> sql.add("SELECT x.sid FROM ")
                    .add(present.kind().table())
                    .add(" x WHERE x.param = ")
                    .key(present.parameterKey()));
        } else if (criterion instanceof Criterion.Composite composite) {
            return set(() -> entries(first(composite).orElseThrow()));
        } else if (criterion instanceof Criterion.Chained chained) {
            return chained(chained);
        } else if (criterion instanceof Criterion.ReferredToBy reverse) {
            return referredToBy(reverse);
        } else if (criterion instanceof Criterion.IdIn ids) {
            return set(() -> sql.add("SELECT t.sid FROM resource t WHERE t.type = ")
                    .type(type)
                    .add(" AND t.id = ANY(")
                    .argument(ids.ids().toArray(String[]::new), "text[]")
                    .add(")"));
        }
        throw new IllegalArgumentException("no index tells what meets " + criterion);
    }

    /** That a set holds more than a few: a condition on no row, which is decided once. */
    static String isBroad(String set) {
        return "(SELECT broad FROM " + set + "_size)";
    }

    private static boolean isOwn(String type, String code) {
        return !SharedParameters.contain(type, code);
    }

    /** The first component by itself, which every match of the composite meets. */
    private static Optional<Indexed> first(Criterion.Composite composite) {
        Criterion.Component component = composite.components().get(0);
        List<Match> anyOf = composite.anyOf().stream()
                .filter(each -> !each.isEmpty())
                .map(each -> each.get(0))
                .toList();
        return isOwn(component.type(), component.code())
                        && anyOf.size() == composite.anyOf().size()
                ? Optional.of(new Indexed(component.type(), component.code(), component.kind(), anyOf))
                : Optional.empty();
    }

    private void entries(Indexed indexed) {
        sql.add("SELECT x.sid FROM ").add(indexed.kind().table());
        sql.add(" x WHERE x.param = ").key(indexed.parameterKey()).add(" AND ");
        new MatchSql(sql).anyOf(indexed.anyOf());
    }

    private String chained(Criterion.Chained chained) {
        List<String> targets = new ArrayList<>();
        for (Map.Entry<String, Criterion> each : chained.byTarget().entrySet()) {
            String target = write(each.getKey(), each.getValue());
            targets.add(outward(target, () -> {
                sql.add("SELECT x.sid FROM ").add(target).add(" s JOIN resource t ON t.sid = s.sid");
                sql.add(" JOIN reference_index x ON x.target_id <> '' AND x.target_id = t.id");
                sql.add(" AND x.target_type = t.type AND x.param = ").key(chained.parameterKey());
            }));
        }
        return targets.size() == 1
                ? targets.get(0)
                : set(() -> sql.add(targets.isEmpty() ? "SELECT NULL::bigint AS sid WHERE false" : "")
                        .add(String.join(
                                " UNION ALL ",
                                targets.stream()
                                        .map(target -> "SELECT sid FROM " + target)
                                        .toList())));
    }

    private String referredToBy(Criterion.ReferredToBy reverse) {
        String source = write(reverse.source(), reverse.condition());
        return outward(source, () -> {
            sql.add("SELECT t.sid FROM ").add(source).add(" s JOIN reference_index x ON x.sid = s.sid");
            sql.add(" AND x.target_type = ").type(reverse.type());
            sql.add(" AND x.param = ").key(reverse.parameterKey());
            sql.add(" JOIN resource t ON t.type = x.target_type AND t.id = x.target_id");
        });
    }

    /** From a set to the resources that its own are linked with; what comes from too many are too many. */
    private String outward(String from, Runnable linked) {
        return set(() -> {
            sql.add("(");
            linked.run();
            sql.add(" WHERE NOT ").add(isBroad(from)).add(" LIMIT ").limit(few + 1);
            sql.add(") UNION ALL SELECT sid FROM ").add(from).add(" WHERE ").add(isBroad(from));
        });
    }

    private String set(Runnable query) {
        String name = "few" + ++sets;
        sql.add(name).add(" AS MATERIALIZED (SELECT sid FROM (");
        query.run();
        sql.add(") q LIMIT ").limit(few + 1).add("), ");
        sql.add(name).add("_size AS MATERIALIZED (SELECT count(*) > ").limit(few);
        sql.add(" AS broad FROM ").add(name).add("), ");
        return name;
    }
}
