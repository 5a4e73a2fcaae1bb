package health.webqx.imaging.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Who has broken the glass for whom. No call blocks; every call fails with {@code UNAVAILABLE} while there is no database. */
@ApplicationScoped
public class Emergencies {
    private static final String INSERT = "WITH told AS (" + Journal.noteAll(6) + ")"
            + " INSERT INTO emergency (caller, patient, reason, at, until) VALUES ($1, $2, $3, $4, $5)";
    private final Database database;

    Emergencies(Database database) {
        this.database = database;
    }

    /**
     * One emergency.
     *
     * @param caller the caller's identity
     * @param patient the patient's id
     * @param reason as the caller gave it
     * @param at when the glass was broken
     * @param until when the access ends
     */
    public record Emergency(String caller, String patient, String reason, Instant at, Instant until) {}

    /**
     * Keeps an emergency; from then on it counts.
     *
     * @param entries what the {@link Journal} shall hold of it: both are on disk, or neither
     */
    public Uni<Void> keep(Emergency emergency, List<Buffer> entries) {
        Tuple values = Tuple.of(
                emergency.caller(),
                emergency.patient(),
                emergency.reason(),
                emergency.at().toEpochMilli(),
                emergency.until().toEpochMilli(),
                entries.toArray(Buffer[]::new));
        return database.pool()
                .preparedQuery(INSERT)
                .execute(values)
                .onFailure()
                .transform(DatabaseFailures::translate)
                .replaceWithVoid();
    }
}
