package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;

/** How many AuditEvents there are of each kind, of those that are searched for and in reach: {@code key, count, first, last}. */
public final class TallyStatement extends Statement {
    /** What events are told apart by. */
    public enum By {
        /** The patient. */
        PATIENT("(SELECT e #>> '{what,reference}' FROM jsonb_array_elements(b -> 'entity') e"
                + " WHERE e #>> '{role,code}' = '1' LIMIT 1)"),
        /** Who asked. */
        AGENT("(SELECT coalesce(a #>> '{who,reference}', a ->> 'name') FROM jsonb_array_elements(b -> 'agent') a"
                + " WHERE a ->> 'requestor' = 'true' LIMIT 1)"),
        /** What was asked for. */
        INTERACTION("b #>> '{subtype,0,code}'"),
        /** How it ended. */
        OUTCOME("b ->> 'outcome'"),
        /** The day, in UTC. */
        DAY("left(b ->> 'recorded', 10)");

        private final String key;

        By(String key) {
            this.key = key;
        }
    }

    /**
     * Writes the statement.
     *
     * @param count most kinds told, those with most events first
     */
    public TallyStatement(TypeQuery query, By by, Reach reach, int count) {
        sql.add("SELECT coalesce(")
                .add(by.key)
                .add(", '') AS key, count(*), min(b ->> 'recorded'), max(b ->> 'recorded')");
        sql.add(" FROM (SELECT convert_from(r.body, 'UTF8')::jsonb AS b");
        SearchStatement.matching(sql, query, reach);
        sql.add(") found GROUP BY key ORDER BY 2 DESC, 1 LIMIT ").number(count);
    }
}
