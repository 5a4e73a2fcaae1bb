package health.webqx.imaging.store;

import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.search.CareStatement;
import health.webqx.imaging.store.search.FactsStatement;
import health.webqx.imaging.store.search.Statement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the store holds that bears on a caller's rights, always as it is now: nothing is kept, so that what a patient takes
 * back holds on every node from the moment its write is answered. For the gate only. No call blocks; every call fails with
 * {@code UNAVAILABLE} while the database cannot answer.
 */
@ApplicationScoped
public class CallerFacts {
    private final Database database;

    CallerFacts(Database database) {
        this.database = database;
    }

    /** As {@link FactsStatement#ofStaff}. */
    public Uni<List<CallerFact>> ofStaff(ResourceKey user, String identity, Instant now, int permits, int denials) {
        return facts(FactsStatement.ofStaff(user, identity, now.toEpochMilli(), permits, denials));
    }

    /** As {@link FactsStatement#ofPerson}. */
    public Uni<List<CallerFact>> ofPerson(Set<String> patients, Set<ResourceKey> names, int most) {
        return facts(FactsStatement.ofPerson(patients, names, most));
    }

    /** The patients that somebody cares for, so many at most. */
    public Uni<Set<String>> caredFor(CareGivers givers, int most) {
        return execute(new CareStatement(givers, most)).map(rows -> {
            Set<String> patients = new TreeSet<>();
            rows.forEach(row -> patients.add(row.getString(0)));
            return patients;
        });
    }

    private Uni<List<CallerFact>> facts(Statement statement) {
        return execute(statement).map(rows -> {
            List<CallerFact> facts = new ArrayList<>();
            rows.forEach(row -> facts.add(fact(row)));
            return facts;
        });
    }

    private static CallerFact fact(Row row) {
        return new CallerFact(
                CallerFact.Kind.valueOf(row.getString(0)),
                row.getString(1),
                Set.of(row.getArrayOfStrings(2)),
                row.getDelegate().getBuffer(3));
    }

    private Uni<RowSet<Row>> execute(Statement statement) {
        return database.pool()
                .preparedQuery(statement.text())
                .execute(statement.arguments())
                .onFailure()
                .transform(DatabaseFailures::translate);
    }
}
