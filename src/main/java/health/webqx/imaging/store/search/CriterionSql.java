package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.search.Criterion.Indexed;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Writes criteria as conditions on a row of {@code resource} (design: search is one SQL statement). */
final class CriterionSql {
    private final Sql sql;
    private final String row;
    private final Reach reach;

    /**
     * Of a row.
     *
     * @param row the alias of the {@code resource} row that the conditions are about
     * @param reach what of other resources may decide: one out of reach is as if it were not there
     */
    CriterionSql(Sql sql, String row, Reach reach) {
        this.sql = sql;
        this.row = row;
        this.reach = reach;
    }

    void write(Criterion criterion) {
        if (criterion instanceof Criterion.IdIn ids) {
            sql.add(row)
                    .add(".id = ANY(")
                    .argument(ids.ids().toArray(String[]::new), "text[]")
                    .add(")");
        } else if (criterion instanceof Criterion.LastUpdated updated) {
            anyOf(updated.anyOf(), date -> date(date, row + ".last_updated", row + ".last_updated"));
        } else if (criterion instanceof Indexed indexed) {
            indexed(indexed);
        } else if (criterion instanceof Criterion.Missing missing) {
            sql.add(row).add(missing.missing() ? ".sid NOT IN" : ".sid IN").add(" (SELECT x.sid FROM ");
            sql.add(missing.kind().table()).add(" x WHERE x.param = ").key(missing.parameterKey());
            sql.add(")");
        } else if (criterion instanceof Criterion.Not not) {
            sql.add("NOT (");
            write(not.condition());
            sql.add(")");
        } else if (criterion instanceof Criterion.Chained chained) {
            chained(chained);
        } else if (criterion instanceof Criterion.ReferredToBy reverse) {
            referredToBy(reverse);
        }
    }

    private void chained(Criterion.Chained chained) {
        String reference = sql.alias();
        String target = sql.alias();
        sql.add(row)
                .add(".sid IN (SELECT ")
                .add(reference)
                .add(".sid FROM reference_index ")
                .add(reference);
        sql.add(" JOIN resource ")
                .add(target)
                .add(" ON ")
                .add(target)
                .add(".type = ")
                .add(reference);
        sql.add(".target_type AND ").add(target).add(".id = ").add(reference).add(".target_id WHERE ");
        sql.add(reference).add(".target_id <> '' AND ").add(reference).add(".param = ");
        sql.key(chained.parameterKey()).add(" AND ");
        anyOf(List.copyOf(chained.byTarget().entrySet()), each -> met(target, each.getKey(), each.getValue()));
        sql.add(")");
    }

    private void referredToBy(Criterion.ReferredToBy reverse) {
        String reference = sql.alias();
        String source = sql.alias();
        sql.add(row)
                .add(".id IN (SELECT ")
                .add(reference)
                .add(".target_id FROM reference_index ")
                .add(reference);
        sql.add(" JOIN resource ")
                .add(source)
                .add(" ON ")
                .add(source)
                .add(".sid = ")
                .add(reference)
                .add(".sid WHERE ");
        sql.add(reference)
                .add(".target_id <> '' AND ")
                .add(reference)
                .add(".target_type = ")
                .add(row);
        sql.add(".type AND ")
                .add(reference)
                .add(".param = ")
                .key(reverse.parameterKey())
                .add(" AND ");
        met(source, reverse.source(), reverse.condition());
        sql.add(")");
    }

    /** A resource of that type is there, in reach, and meets the condition. */
    private void met(String other, String type, Criterion condition) {
        sql.add(other).add(".type = ").text(type).add(" AND NOT ").add(other).add(".deleted AND ");
        new CriterionSql(sql, other, reach).write(condition);
        sql.add(" AND ");
        new ReachSql(sql, other).write(reach.of(type));
    }

    private void indexed(Indexed indexed) {
        sql.add(row).add(".sid IN (SELECT x.sid FROM ").add(indexed.kind().table());
        sql.add(" x WHERE x.param = ").key(indexed.parameterKey()).add(" AND ");
        anyOf(indexed.anyOf(), this::match);
        sql.add(")");
    }

    private void match(Match match) {
        if (match instanceof Match.Token token) {
            token(token);
        } else if (match instanceof Match.LocalReference local) {
            sql.add("x.target_id <> '' AND x.target_id = ").text(local.id());
            local.type().ifPresent(type -> sql.add(" AND x.target_type = ").text(type));
        } else if (match instanceof Match.RemoteReference remote) {
            sql.add("x.url <> '' AND x.url = ").text(remote.url());
        } else if (match instanceof Match.ReferenceIdentifier logical) {
            sql.add("x.identifier_value <> '' AND x.identifier_value = ").text(logical.value());
            logical.system()
                    .ifPresent(system -> sql.add(" AND x.identifier_system = ").text(system));
        } else if (match instanceof Match.Date date) {
            date(date, "x.low", "x.high");
        } else if (match instanceof Match.Numeric number) {
            number(number);
        } else if (match instanceof Match.Quantity quantity) {
            quantity(quantity);
        } else if (match instanceof Match.StringStart start) {
            sql.add("x.normalized LIKE ").text(likeLiteral(start.normalized()) + "%");
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
                sql.add("(").add(high).add(" > ").number(date.high()).add(" OR ");
                within(date, low, high);
                sql.add(")");
            }
            case LE -> {
                sql.add("(").add(low).add(" < ").number(date.low()).add(" OR ");
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
        number(quantity.number());
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

    /** The digits of a value count for equality, the value itself for what is greater or less (R4 3.1.1.4.6). */
    private void number(Match.Numeric number) {
        switch (number.prefix()) {
            case EQ -> within(number);
            case NE -> {
                sql.add("NOT ");
                within(number);
            }
            case GT -> sql.add("x.high > ").decimal(number.value());
            case LT -> sql.add("x.low < ").decimal(number.value());
            case GE -> sql.add("x.high >= ").decimal(number.value());
            case LE -> sql.add("x.low <= ").decimal(number.value());
            case SA -> sql.add("x.low > ").decimal(number.value());
            case EB -> sql.add("x.high < ").decimal(number.value());
            case AP -> {
                BigDecimal play = number.value().abs().movePointLeft(1);
                sql.add("x.high >= ").decimal(number.value().subtract(play));
                sql.add(" AND x.low <= ").decimal(number.value().add(play));
            }
        }
    }

    private void within(Match.Numeric number) {
        sql.add("(x.low >= ")
                .decimal(number.low())
                .add(" AND x.high < ")
                .decimal(number.high())
                .add(")");
    }

    private void within(Match.Date date, String low, String high) {
        sql.add("(").add(low).add(" >= ").number(date.low());
        sql.add(" AND ").add(high).add(" <= ").number(date.high()).add(")");
    }

    private <T> void anyOf(List<T> alternatives, Consumer<T> each) {
        sql.add("(");
        for (int i = 0; i < alternatives.size(); i++) {
            sql.add(i == 0 ? "(" : " OR (");
            each.accept(alternatives.get(i));
            sql.add(")");
        }
        sql.add(alternatives.isEmpty() ? "false)" : ")");
    }

    private static String likeLiteral(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
