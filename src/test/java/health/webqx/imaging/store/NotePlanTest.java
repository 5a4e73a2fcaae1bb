package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each access waits for its note, whose condition is to cost next to nothing however many resources there are. */
@QuarkusTest
class NotePlanTest {
    private static final Buffer NO_ACCESS = Buffer.buffer("{\"accesses\":[]}");

    @Inject
    Journal journal;

    @Inject
    Database database;

    @Test
    void isMadeOnceAndGoesByTheIndex() {
        for (int i = 0; i < 10; i++) {
            await(journal.note(NO_ACCESS, Set.of(unknown(-1))));
            await(journal.note(NO_ACCESS, Set.of(unknown(-1), unknown(-2), unknown(-3))));
        }

        List<Row> provided = rows(
                """
                SELECT name, custom_plans, CASE WHEN statement LIKE '%unnest%'
                    THEN '(''x'', ''{1,2}'', ''{1,1}'', ''{1,1}'', ''{1,1}'')' ELSE '(''x'', 1, 1, 1, ''1'')' END
                FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO journal%FROM resource%'
                """);

        assertThat(provided).hasSize(2);
        for (Row statement : provided) {
            assertThat(statement.getLong(1)).isZero();
            assertThat(plan(statement.getString(0), statement.getString(2)))
                    .containsPattern("Index Cond: .*sid = ")
                    .doesNotContain("Seq Scan");
        }
    }

    private String plan(String name, String arguments) {
        StringBuilder lines = new StringBuilder();
        rows("EXPLAIN EXECUTE \"" + name + "\"" + arguments)
                .forEach(line -> lines.append(line.getString(0)).append('\n'));
        return lines.toString();
    }

    private List<Row> rows(String sql) {
        List<Row> rows = new ArrayList<>();
        await(database.notes().query(sql).execute()).forEach(rows::add);
        return rows;
    }

    private static Mark unknown(long sid) {
        return new Mark(sid, 1, 1, "1");
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(20));
    }
}
