package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Writes a reach as conditions on a row of {@code resource}. */
final class ReachSql {
    /** A condition of a reach is about the resource itself. */
    private static final Reach NOTHING_ELSE = Reach.of(Map.of());

    private final Sql sql;
    private final String row;

    /** @param row the alias of the {@code resource} row that the conditions are about */
    ReachSql(Sql sql, String row) {
        this.sql = sql;
        this.row = row;
    }

    void write(Visibility visibility) {
        if (visibility instanceof Reach.AllOf all) {
            joined(all.conditions(), " AND ", "true");
        } else if (visibility instanceof Reach.AnyOf any) {
            joined(any.conditions(), " OR ", "false");
        } else if (visibility instanceof Reach.Not not) {
            sql.add("NOT (");
            write(not.condition());
            sql.add(")");
        } else if (visibility instanceof Reach.InCompartment in) {
            sql.add(row).add(".patients @> ").argument(new String[] {in.patient()}, "text[]");
        } else if (visibility instanceof Reach.OnlyInCompartment only) {
            sql.add(row).add(".patients = ").argument(new String[] {only.patient()}, "text[]");
        } else if (visibility instanceof Reach.WithinCompartments within) {
            sql.add("(cardinality(")
                    .add(row)
                    .add(".patients) > 0 AND ")
                    .add(row)
                    .add(".patients <@ ");
            sql.argument(within.patients().toArray(String[]::new), "text[]").add(")");
        } else if (visibility instanceof Reach.InCareOf care) {
            new CareSql(sql).cares(row, care.givers());
        } else if (visibility instanceof Reach.UnnamedByDenials unnamed) {
            unnamed(unnamed);
        } else if (visibility instanceof Reach.WithId with) {
            sql.add(row)
                    .add(".id = ANY(")
                    .argument(with.ids().toArray(String[]::new), "text[]")
                    .add(")");
        } else if (visibility instanceof Reach.OwnedBy owned) {
            sql.add(row).add(".sid IN (SELECT w.sid FROM subscription w WHERE w.owner = ");
            sql.text(owned.owner()).add(")");
        } else if (visibility instanceof Reach.Matching matching) {
            new CriterionSql(sql, row, NOTHING_ELSE).write(matching.criterion());
        }
    }

    /**
     * That the row is of one of the types, and in reach as that type is.
     *
     * @param also writes what else must hold under a visibility, beginning with {@code AND}
     */
    void ofTypes(Set<String> types, Reach reach, Consumer<Visibility> also) {
        Map<Visibility, List<String>> alike = new LinkedHashMap<>();
        for (String type : new TreeSet<>(types)) {
            alike.computeIfAbsent(reach.of(type), none -> new ArrayList<>()).add(type);
        }
        sql.add("(false");
        alike.forEach((visibility, those) -> {
            sql.add(" OR (").add(row).add(".type = ANY(").argument(those.toArray(String[]::new), "text[]");
            sql.add(") AND ");
            write(visibility);
            also.accept(visibility);
            sql.add(")");
        });
        sql.add(")");
    }

    private void unnamed(Reach.UnnamedByDenials unnamed) {
        String[] parties = unnamed.parties().stream().map(party -> "-" + party).toArray(String[]::new);
        sql.add("NOT EXISTS (SELECT FROM resource k WHERE k.type = 'Consent' AND NOT k.deleted AND k.patients && ");
        sql.add(row)
                .add(".patients AND consent_parties(k.body) && ")
                .argument(parties, "text[]")
                .add(")");
    }

    private void joined(List<Visibility> conditions, String by, String whenEmpty) {
        if (conditions.isEmpty()) {
            sql.add(whenEmpty);
            return;
        }
        sql.add("(");
        for (Iterator<Visibility> each = conditions.iterator(); each.hasNext(); ) {
            write(each.next());
            sql.add(each.hasNext() ? by : ")");
        }
    }
}
