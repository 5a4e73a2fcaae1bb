package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;

/** How many resources a search finds in all, of those in reach. */
public final class CountStatement extends Statement {
    /** Writes the statement. */
    public CountStatement(SearchQuery query, Reach reach) {
        sql.add("SELECT count(*)");
        SearchStatement.matching(sql, query, reach);
    }
}
