package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.TextNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.KeptFacts.Kept;
import health.webqx.imaging.store.search.CareStatement;
import health.webqx.imaging.store.search.FactsStatement;
import health.webqx.imaging.store.search.Statement;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the store holds that bears on a caller's rights, always as it is now: what was read before counts only under the stamp
 * that every change of such facts renews ({@link FactsStamp}), so that what a patient takes back holds on every node from the
 * moment its write is answered. For the gate only. No call blocks; every call fails with {@code UNAVAILABLE} while the database
 * cannot answer.
 */
@ApplicationScoped
public class CallerFacts {
    private static final long MOST_BYTES = 8L << 20;

    private final Database database;
    private final FactsStamp stamp;
    private final KeptFacts kept = new KeptFacts(MOST_BYTES);

    CallerFacts(Database database, FactsStamp stamp) {
        this.database = database;
        this.stamp = stamp;
    }

    private record OfStaff(ResourceKey user, String identity, int permits, int denials) {}

    private record OfPerson(Set<String> patients, Set<ResourceKey> names, int most) {}

    /** As {@link FactsStatement#ofStaff}; of emergencies also some that have ended since. */
    public Uni<List<CallerFact>> ofStaff(ResourceKey user, String identity, Instant now, int permits, int denials) {
        return facts(
                new OfStaff(user, identity, permits, denials),
                () -> FactsStatement.ofStaff(user, identity, now.toEpochMilli(), permits, denials));
    }

    /** As {@link FactsStatement#ofPerson}. */
    public Uni<List<CallerFact>> ofPerson(Set<String> patients, Set<ResourceKey> names, int most) {
        return facts(
                new OfPerson(Set.copyOf(patients), Set.copyOf(names), most),
                () -> FactsStatement.ofPerson(patients, names, most));
    }

    /** The patients that somebody cares for, so many at most. */
    public Uni<Set<String>> caredFor(CareGivers givers, int most) {
        return execute(new CareStatement(givers, most)).map(rows -> {
            Set<String> patients = new TreeSet<>();
            rows.forEach(row -> patients.add(row.getString(0)));
            return patients;
        });
    }

    private Uni<List<CallerFact>> facts(Record question, Supplier<Statement> statement) {
        Optional<Kept> known = kept.find(question);
        if (known.isEmpty()) {
            return read(question, statement);
        }
        return stamp.now()
                .flatMap(now -> known.get().stamp().equals(now)
                        ? Uni.createFrom().item(known.get().facts())
                        : read(question, statement));
    }

    private Uni<List<CallerFact>> read(Record question, Supplier<Statement> statement) {
        return execute(statement.get())
                .map(CallerFacts::kept)
                .invoke(found -> kept.keep(question, found))
                .map(Kept::facts);
    }

    /** Facts and stamp are of one statement, and so of one moment. */
    private static Kept kept(RowSet<Row> rows) {
        List<CallerFact> facts = new ArrayList<>();
        UUID stamp = UUID.randomUUID();
        long bytes = 0;
        for (Row row : rows) {
            if (row.getString(0).equals("STAMP")) {
                stamp = UUID.fromString(row.getString(1));
            } else {
                facts.add(fact(row));
                bytes += row.getDelegate().getBuffer(3).length();
            }
        }
        return new Kept(stamp, List.copyOf(facts), bytes);
    }

    private static CallerFact fact(Row row) {
        CallerFact.Kind kind = CallerFact.Kind.valueOf(row.getString(0));
        boolean emergency = kind == CallerFact.Kind.EMERGENCY;
        Buffer content = row.getDelegate().getBuffer(3);
        return new CallerFact(
                kind,
                row.getString(1),
                Set.of(row.getArrayOfStrings(2)),
                emergency ? TextNode.valueOf(content.toString()) : ResourceJson.readStored(content),
                emergency ? Instant.ofEpochMilli(row.getLong(4)) : Instant.MAX);
    }

    private Uni<RowSet<Row>> execute(Statement statement) {
        return database.pool()
                .preparedQuery(statement.text())
                .execute(statement.arguments())
                .onFailure()
                .transform(DatabaseFailures::translate);
    }
}
