package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search sorted by a date that it also asks about finds what it would find unsorted, in the order of that date. */
@QuarkusTest
class FhirDateSortTest {
    private static final Map<String, String> BORN = new TreeMap<>(Map.of(
            "a", "1970",
            "b", "1970-03",
            "c", "1970-03-05",
            "d", "1970-03-05",
            "e", "1970-03-05",
            "f", "1970-03-31",
            "g", "1970-04-01",
            "h", "1971-01-01",
            "i", ""));

    private final Searches mine = new Searches();

    @BeforeEach
    void bear() {
        BORN.forEach((name, date) ->
                mine.put("Patient", name, "'active':true" + (date.isEmpty() ? "" : ",'birthDate':'" + date + "'")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "birthdate=ge1970-03-05",
                "birthdate=gt1970-03-05",
                "birthdate=le1970-03-05",
                "birthdate=lt1970-03-05",
                "birthdate=1970-03",
                "birthdate=ne1970-03-05",
                "birthdate=sa1970-03-05",
                "birthdate=eb1970-03-31",
                "birthdate=1970-03-05,1971",
                "birthdate=ge1970-03&birthdate=le1970-03-31",
                "birthdate=ge1970-03&active=true",
                "birthdate:missing=false",
                "birthdate:missing=true",
                "active=true"
            })
    void isTheUnsortedSearchInOrder(String criteria) {
        List<String> unsorted = mine.found("Patient", criteria + "&_count=100");
        for (int count : new int[] {1, 2, 100}) {
            List<String> up = mine.found("Patient", criteria + "&_sort=birthdate&_count=" + count);
            List<String> down = mine.found("Patient", criteria + "&_sort=-birthdate&_count=" + count);
            assertThat(up).as("up by %d", count).containsExactlyInAnyOrderElementsOf(unsorted);
            assertThat(down).as("down by %d", count).containsExactlyInAnyOrderElementsOf(unsorted);
            assertThat(firstDays(up)).as("up by %d", count).isSorted();
        }
    }

    /** The day each is sorted by, upwards; whoever has none comes last. */
    private static List<String> firstDays(List<String> names) {
        return names.stream()
                .map(BORN::get)
                .map(date -> date.isEmpty() ? "9999" : (date + "-01-01").substring(0, 10))
                .toList();
    }
}
