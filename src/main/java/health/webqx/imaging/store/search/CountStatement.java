package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import io.vertx.mutiny.sqlclient.Tuple;

/** How many resources a search finds in all, of those in reach. */
public final class CountStatement {
    private final Sql sql = new Sql();

    /** Writes the statement. */
    public CountStatement(SearchQuery query, Reach reach) {
        sql.add("SELECT count(*)");
        SearchStatement.matching(sql, query, reach);
    }

    /** The text, with placeholders. */
    public String text() {
        return sql.statement();
    }

    /** What the placeholders stand for. */
    public Tuple arguments() {
        return sql.arguments();
    }
}
