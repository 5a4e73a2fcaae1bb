package health.webqx.imaging.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which ImagingStudy a pseudonym of a study stands for. It tells that to whoever asks: what is found by it is then read under
 * the asking caller's reach. No call blocks; every call fails with {@code UNAVAILABLE} while there is no database.
 */
@ApplicationScoped
public class StudyPseudonyms {
    private static final String FIND =
            "SELECT r.id, p.pseudonym FROM study_pseudonym p JOIN resource r ON r.sid = p.sid AND r.version = p.version"
                    + " WHERE p.pseudonym = ANY ($1) AND p.pseudonym <> '' AND p.keys = $2 AND NOT r.deleted"
                    + " ORDER BY p.pseudonym";
    private static final String LIST =
            "SELECT r.id, p.pseudonym FROM study_pseudonym p JOIN resource r ON r.sid = p.sid"
                    + " WHERE p.pseudonym > $1 AND p.pseudonym <> '' AND p.keys = $2 AND NOT r.deleted"
                    + " ORDER BY p.pseudonym LIMIT $3";
    private static final String LACKING =
            "SELECT r.sid, r.version, r.id, r.body FROM resource r WHERE r.type = 'ImagingStudy' AND NOT r.deleted"
                    + " AND r.sid > $2 AND NOT EXISTS (SELECT FROM study_pseudonym p"
                    + " WHERE p.sid = r.sid AND p.version = r.version AND p.keys = $1) ORDER BY r.sid LIMIT $3";
    private static final String KEEP = "INSERT INTO study_pseudonym (sid, version, keys, pseudonym)"
            + " SELECT sid, version, $1::text, pseudonym FROM unnest($2::bigint[], $3::int[], $4::text[])"
            + " AS given (sid, version, pseudonym) ON CONFLICT (sid) DO UPDATE SET version = excluded.version,"
            + " keys = excluded.keys, pseudonym = excluded.pseudonym";

    private final Database database;

    StudyPseudonyms(Database database) {
        this.database = database;
    }

    /**
     * An ImagingStudy whose pseudonym has not been computed.
     *
     * @param id of the resource
     * @param json its current version
     */
    public record Lacking(long sid, int version, String id, Buffer json) {}

    /**
     * An ImagingStudy and what stands for it.
     *
     * @param id of the resource
     */
    public record Named(String id, String pseudonym) {}

    /** The ImagingStudies that these pseudonyms stand for, by keys of that name, in the order of the pseudonyms. */
    public Uni<List<Named>> find(Set<String> pseudonyms, String keys) {
        return execute(FIND, Tuple.of(pseudonyms.toArray(String[]::new), keys)).map(StudyPseudonyms::named);
    }

    /** ImagingStudies by keys of that name, in the order of their pseudonyms: so many at most, after that pseudonym. */
    public Uni<List<Named>> list(String after, String keys, int most) {
        return execute(LIST, Tuple.of(after, keys, most)).map(StudyPseudonyms::named);
    }

    private static List<Named> named(RowSet<Row> rows) {
        List<Named> named = new ArrayList<>();
        rows.forEach(row -> named.add(new Named(row.getString(0), row.getString(1))));
        return named;
    }

    /** Some of the ImagingStudies without a pseudonym by those keys, by their number: so many at most, after that one. */
    public Uni<List<Lacking>> lacking(String keys, long after, int most) {
        return execute(LACKING, Tuple.of(keys, after, most)).map(rows -> {
            List<Lacking> lacking = new ArrayList<>();
            rows.forEach(row -> lacking.add(new Lacking(
                    row.getLong(0),
                    row.getInteger(1),
                    row.getString(2),
                    row.getDelegate().getBuffer(3))));
            return lacking;
        });
    }

    /** Keeps pseudonyms, in the order of their studies; an empty one for a study that has none. */
    public Uni<Void> keep(String keys, List<Lacking> studies, List<String> pseudonyms) {
        Long[] sids = studies.stream().map(Lacking::sid).toArray(Long[]::new);
        Integer[] versions = studies.stream().map(Lacking::version).toArray(Integer[]::new);
        return execute(KEEP, Tuple.of(keys, sids, versions, pseudonyms.toArray(String[]::new)))
                .replaceWithVoid();
    }

    private Uni<RowSet<Row>> execute(String text, Tuple arguments) {
        return Uni.createFrom()
                .deferred(() -> database.pool().preparedQuery(text).execute(arguments))
                .onFailure()
                .transform(DatabaseFailures::translate);
    }
}
