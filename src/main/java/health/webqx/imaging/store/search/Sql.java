package health.webqx.imaging.store.search;

import health.webqx.imaging.resource.R4;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A statement under construction: its text, and its arguments, which never become part of the text. */
final class Sql {
    private final StringBuilder text = new StringBuilder(512);
    private final List<Object> arguments = new ArrayList<>();
    private int aliases;
    private boolean hiding;

    Sql add(String part) {
        text.append(part);
        return this;
    }

    /** Adds a placeholder for the value; its type is written out, since PostgreSQL cannot always infer it. */
    Sql argument(Object value, String type) {
        arguments.add(value);
        text.append('$').append(arguments.size()).append("::").append(type);
        return this;
    }

    Sql text(String value) {
        return argument(value, "text");
    }

    Sql number(long value) {
        return hiding ? hidden(value) : argument(value, "bigint");
    }

    /** A limit, part of the text: PostgreSQL takes an unknown one for a tenth of all rows. */
    Sql limit(long value) {
        text.append(value);
        return this;
    }

    /** A value that the plan is not to depend on: with a value it cannot see, a plan made anew promises nothing. */
    Sql hidden(long value) {
        return add("(SELECT ").argument(value, "bigint").add(")");
    }

    /** Has all numbers that a part of the statement writes {@link #hidden}. */
    Sql hiding(Runnable part) {
        hiding = true;
        part.run();
        hiding = false;
        return this;
    }

    Sql real(double value) {
        return argument(value, "float8");
    }

    /** As text that PostgreSQL reads, for its client knows decimals of its own only. */
    Sql decimal(BigDecimal value) {
        arguments.add(value.toPlainString());
        text.append("($").append(arguments.size()).append("::text)::numeric");
        return this;
    }

    /** A search parameter's key, part of the text: its frequency decides which plan is good. */
    Sql key(int value) {
        text.append(value);
        return this;
    }

    /** A resource type, part of the text for the same reason; one of R4's names, so nothing else can stand there. */
    Sql type(String name) {
        text.append('\'').append(R4.requireResourceType(name)).append('\'');
        return this;
    }

    /** A name for a row that no other part of the statement has. */
    String alias() {
        return "a" + ++aliases;
    }

    String statement() {
        return text.toString();
    }

    Tuple arguments() {
        return Tuple.from(arguments);
    }
}
