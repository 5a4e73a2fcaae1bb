package health.webqx.imaging.store.search;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes matches as conditions on a row {@code x} of the index table that their kind of parameter has. */
final class MatchSql {
    private final Sql sql;

    MatchSql(Sql sql) {
        this.sql = sql;
    }

    /** That one of these matches; nothing does where there is none. */
    void anyOf(List<Match> alternatives) {
        sql.add("(");
        for (int i = 0; i < alternatives.size(); i++) {
            sql.add(i == 0 ? "(" : " OR (");
            write(alternatives.get(i));
            sql.add(")");
        }
        sql.add(alternatives.isEmpty() ? "false)" : ")");
    }

    /** That one of these is met by a moment. */
    void anyOf(List<Match.Date> alternatives, String moment) {
        sql.add("(");
        for (int i = 0; i < alternatives.size(); i++) {
            sql.add(i == 0 ? "(" : " OR (");
            date(alternatives.get(i), moment, moment);
            sql.add(")");
        }
        sql.add(alternatives.isEmpty() ? "false)" : ")");
    }

    void write(Match match) {
        if (match instanceof Match.Token token) {
            token(token);
        } else if (match instanceof Match.TokenAmong among) {
            sql.add("x.code = ANY(").argument(among.codes().toArray(String[]::new), "text[]");
            sql.add(") AND x.system = ").text(among.system());
        } else if (match instanceof Match.LocalReference local) {
            sql.add("x.target_id <> '' AND x.target_id = ").text(local.id());
            local.type().ifPresent(type -> sql.add(" AND x.target_type = ").type(type));
        } else if (match instanceof Match.RemoteReference remote) {
            sql.add("x.url <> '' AND x.url = ").text(remote.url());
        } else if (match instanceof Match.ReferenceIdentifier logical) {
            sql.add("x.identifier_value <> '' AND x.identifier_value = ").text(logical.value());
            logical.system()
                    .ifPresent(system -> sql.add(" AND x.identifier_system = ").text(system));
        } else if (match instanceof Match.Date date) {
            date(date, "x.low", "x.high");
        } else if (match instanceof Match.Window window) {
            sql.add("true");
            for (Match.Date end : window.dates()) {
                sql.add(" AND (");
                date(end, "x.low", "x.high");
                sql.add(")");
            }
        } else if (match instanceof Match.Numeric number) {
            number(number, "x.low", "x.high", UnaryOperator.identity());
        } else if (match instanceof Match.Quantity quantity) {
            quantity(quantity);
        } else if (match instanceof Match.CanonicalQuantity quantity) {
            sql.add("x.canonical = ").text(quantity.unit().canonical()).add(" AND (");
            number(quantity.number(), "x.canonical_low", "x.canonical_high", quantity.unit()::toCanonical);
            sql.add(")");
        } else if (match instanceof Match.StringStart start) {
            stringStart(start.normalized());
        } else if (match instanceof Match.StringPart part) {
            sql.add("x.normalized LIKE ").text("%" + likeLiteral(part.normalized()) + "%");
        } else if (match instanceof Match.StringExact exact) {
            sql.add("x.exact = ").text(exact.text());
        } else if (match instanceof Match.UriEqual uri) {
            sql.add("x.uri = ").text(uri.uri());
        } else if (match instanceof Match.UriBelow below) {
            sql.add("x.uri = ").text(below.uri());
            sql.add(" OR x.uri LIKE ").text(likeLiteral(below.uri().replaceFirst("/$", "")) + "/%");
        } else if (match instanceof Match.UriAmong among) {
            sql.add("x.uri = ANY(")
                    .argument(among.uris().toArray(String[]::new), "text[]")
                    .add(")");
        }
    }

    /** As a span of the index, which a plan made without knowing the text goes through no further than that. */
    private void stringStart(String start) {
        if (StringOrder.hasHalfCharacter(start)) {
            sql.add("false");
            return;
        }
        sql.add("x.normalized COLLATE \"C\" >= ").text(start);
        StringOrder.afterAllWith(start)
                .ifPresent(end -> sql.add(" AND x.normalized COLLATE \"C\" < ").text(end));
    }

    private void token(Match.Token token) {
        sql.add("true");
        token.code().ifPresent(code -> sql.add(" AND x.code = ").text(code));
        token.system().ifPresent(system -> sql.add(" AND x.system = ").text(system));
    }

    private void date(Match.Date date, String low, String high) {
        switch (date.prefix()) {
            case EQ -> within(date, low, high);
            case NE -> {
                sql.add("NOT ");
                within(date, low, high);
            }
            case GT -> sql.add(high).add(" > ").number(date.high());
            case LT -> sql.add(low).add(" < ").number(date.low());
            case GE -> {
                // An entry of less than a millisecond ends before it begins.
                sql.add(high).add(" >= ").number(date.low() - 1).add(" AND (");
                sql.add(high).add(" > ").number(date.high()).add(" OR ");
                within(date, low, high);
                sql.add(")");
            }
            case LE -> {
                sql.add(low).add(" <= ").number(date.high()).add(" AND (");
                sql.add(low).add(" < ").number(date.low()).add(" OR ");
                within(date, low, high);
                sql.add(")");
            }
            case SA -> sql.add(low).add(" > ").number(date.high());
            case EB -> sql.add(high).add(" < ").number(date.low());
            case AP -> {
                long now = Clock.systemUTC().millis();
                long play = Math.abs(now - date.low()) / 10;
                sql.add("(").add(low).add(" <= ").number(date.high() + play);
                sql.add(" AND ").add(high).add(" >= ").number(date.low() - play).add(")");
            }
        }
    }

    private void quantity(Match.Quantity quantity) {
        sql.add("(");
        number(quantity.number(), "x.low", "x.high", UnaryOperator.identity());
        sql.add(")");
        quantity.system().ifPresent(system -> sql.add(" AND x.system = ").text(system));
        quantity.code().ifPresent(code -> {
            sql.add(" AND (x.code = ").text(code);
            if (quantity.system().isEmpty()) {
                sql.add(" OR x.unit = ").text(code);
            }
            sql.add(")");
        });
    }

    /**
     * The digits of a value count for equality, the value itself for what is greater or less (R4 3.1.1.4.6).
     *
     * @param stored from a number searched for to one as the columns have it
     */
    private void number(Match.Numeric number, String low, String high, UnaryOperator<BigDecimal> stored) {
        BigDecimal value = stored.apply(number.value());
        switch (number.prefix()) {
            case EQ -> within(number, low, high, stored);
            case NE -> {
                sql.add("NOT ");
                within(number, low, high, stored);
            }
            case GT -> sql.add(high).add(" > ").decimal(value);
            case LT -> sql.add(low).add(" < ").decimal(value);
            case GE -> sql.add(high).add(" >= ").decimal(value);
            case LE -> sql.add(low).add(" <= ").decimal(value);
            case SA -> sql.add(low).add(" > ").decimal(value);
            case EB -> sql.add(high).add(" < ").decimal(value);
            case AP -> {
                BigDecimal play = number.value().abs().movePointLeft(1);
                sql.add(high).add(" >= ").decimal(stored.apply(number.value().subtract(play)));
                sql.add(" AND ").add(low).add(" <= ");
                sql.decimal(stored.apply(number.value().add(play)));
            }
        }
    }

    private void within(Match.Numeric number, String low, String high, UnaryOperator<BigDecimal> stored) {
        sql.add("(").add(low).add(" >= ").decimal(stored.apply(number.low()));
        sql.add(" AND ")
                .add(high)
                .add(" < ")
                .decimal(stored.apply(number.high()))
                .add(")");
    }

    private void within(Match.Date date, String low, String high) {
        sql.add("(").add(low).add(" >= ").number(date.low());
        sql.add(" AND ").add(high).add(" <= ").number(date.high()).add(")");
    }

    private static String likeLiteral(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
