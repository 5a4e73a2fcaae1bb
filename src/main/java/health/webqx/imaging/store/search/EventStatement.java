package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import java.util.List;
import java.util.Map;

/** Makes events of one subscription of those among some changes that its filter admits. */
public final class EventStatement extends Statement {
    private static final Reach NOTHING_ELSE = Reach.of(Map.of());

    /** That a version of a resource was written. */
    public record Change(long number, long sid, int version, long at) {}

    /**
     * Writes the statement.
     *
     * @param type the resource type the subscription is about
     * @param filter must all hold of the resource as it is now; none may be about other resources
     */
    public EventStatement(long subscription, String type, List<Criterion> filter, List<Change> changes) {
        sql.add("INSERT INTO subscription_event (subscription, place, sid, version, at) SELECT ")
                .number(subscription);
        sql.add(", c.number, c.sid, c.version, c.at FROM unnest(");
        sql.argument(changes.stream().map(Change::number).toArray(Long[]::new), "bigint[]");
        sql.add(", ").argument(changes.stream().map(Change::sid).toArray(Long[]::new), "bigint[]");
        sql.add(", ").argument(changes.stream().map(Change::version).toArray(Integer[]::new), "int[]");
        sql.add(", ").argument(changes.stream().map(Change::at).toArray(Long[]::new), "bigint[]");
        sql.add(") c(number, sid, version, at) JOIN resource r ON r.sid = c.sid WHERE NOT r.deleted AND r.type = ")
                .type(type);
        for (Criterion criterion : filter) {
            sql.add(" AND ");
            new CriterionSql(sql, "r", NOTHING_ELSE).write(criterion);
        }
    }
}
