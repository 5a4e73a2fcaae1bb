package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a search, turned while others write. */
@QuarkusTest
class FhirPagingTest {
    private static final int STAYING = 30;
    private static final int MOST_ROUNDS = 400;
    private final Searches mine = new Searches();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation?status=final,amended",
                "Observation?_sort=date",
                "Observation?_sort=-date",
                "Observation?_sort=status,-date",
                "?_type=Observation,Basic",
                "?_type=Observation,Basic&_sort=-_id"
            })
    void skipNothingThatStaysAndShowNothingTwice(String search) {
        for (int i = 0; i < STAYING; i++) {
            put("stay" + i, i);
        }
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> disturb(done));
        List<String> seen;
        try {
            String[] parts = search.split("\\?", 2);
            seen = mine.found(parts[0], parts[1] + "&_count=4");
        } finally {
            done.set(true);
        }
        others.join();

        assertThat(seen).doesNotHaveDuplicates();
        List<String> staying = new ArrayList<>();
        for (int i = 0; i < STAYING; i++) {
            staying.add("stay" + i);
        }
        assertThat(seen).containsAll(staying);
    }

    /** Resources come, go, and are changed in what the search does not ask for. */
    private void disturb(AtomicBoolean done) {
        for (int i = 0; i < MOST_ROUNDS && !done.get(); i++) {
            put("come" + i, i);
            put("stay" + (i * 7 % STAYING), i * 7 % STAYING);
            if (i % 2 == 0) {
                Sandbox.backend().delete("/fhir/Observation/" + mine.id("come" + i / 2));
            }
        }
    }

    /** Every third has no date: it comes last. */
    private void put(String name, int number) {
        String date = number % 3 == 0 ? "" : ",'effectiveDateTime':'2026-01-%02d'".formatted(1 + number % 28);
        String status = number % 2 == 0 ? "final" : "amended";
        mine.put(
                "Observation",
                name,
                "'status':'" + status + "','code':{'text':'x'},'valueString':'" + System.nanoTime() + "'" + date);
    }
}
