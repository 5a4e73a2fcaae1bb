package health.webqx.imaging.store.search;

import io.vertx.mutiny.sqlclient.Tuple;

/** One SQL statement, ready to be executed; how it is written is what kinds of statements differ in. */
public abstract class Statement {
    final Sql sql = new Sql();

    Statement() {}

    /** The text, with placeholders. */
    public final String text() {
        return sql.statement();
    }

    /** What the placeholders stand for. */
    public final Tuple arguments() {
        return sql.arguments();
    }
}
