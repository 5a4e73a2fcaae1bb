package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;

/** How many resources a search finds in all, of those in reach. */
public final class CountStatement extends Statement {
    /** Writes the statement. */
    public CountStatement(SearchQuery query, Reach reach) {
        sql.add("SELECT sum(n)::bigint FROM (");
        String next = "";
        for (TypeQuery type : query.types()) {
            sql.add(next).add("SELECT count(*) AS n");
            SearchStatement.matching(sql, type, reach);
            next = " UNION ALL ";
        }
        sql.add(") counted");
    }
}
