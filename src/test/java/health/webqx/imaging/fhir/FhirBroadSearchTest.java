package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.store.OwnDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that more resources meet than anybody would go through one by one. */
@QuarkusTest
@QuarkusTestResource(value = OwnDatabase.class, restrictToAnnotatedClass = true)
@TestInstance(Lifecycle.PER_CLASS)
class FhirBroadSearchTest {
    /** Half of them are more than a few still. */
    private static final int PEOPLE = 8_200;

    /** Before these are others, so many that with half of the people more are there than a first attempt looks at. */
    private static final int CROWD = 16_400;

    private static final int IN_A_BUNDLE = 820;
    private static final int RARE = 1_000;
    private final Searches mine = new Searches();
    private boolean stored;

    /** Before the first test only: before all of them the server's port is not known. */
    @BeforeEach
    void storeOnce() {
        if (stored) {
            return;
        }
        stored = true;
        for (int first = 0; first < CROWD; first += IN_A_BUNDLE) {
            store(first, "Patient", "c", person -> "'gender':'male'");
        }
        for (int first = 0; first < PEOPLE; first += IN_A_BUNDLE) {
            store(first, "Patient", "p", FhirBroadSearchTest::patient);
            store(first, "ImagingStudy", "s", this::study);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&_sort=_lastUpdated", "&_sort=-_lastUpdated", "&_sort=birthdate"})
    void showsEachMatchOnce(String sort) {
        assertFound("Patient", "family=broad" + sort, person -> true);
        assertFound("Patient", "family=broad&gender=female" + sort, FhirBroadSearchTest::isFemale);
    }

    @Test
    void findsTheFewAmongMany() {
        assertFound("Patient", "family=broad&given=rare", person -> person % RARE == 0);
        assertFound("Patient", "gender=male&family=broad&given=rare", person -> person % RARE == 0);
        assertFound("Patient", "gender=female&given=rare", person -> false);
    }

    @Test
    void findsWhatManyMeetAndFewTogether() {
        assertFound("Patient", "gender=female&active=true", person -> false);
        assertFound("Patient", "gender=female&active=true&_sort=-_lastUpdated", person -> false);
        assertFound("Patient", "gender=male&active=true&birthdate:missing=true", person -> person % RARE == 0);
    }

    @Test
    void asksWhatIsNot() {
        assertFound("Patient", "family=broad&gender:not=female", person -> !isFemale(person));
        assertFound("Patient", "family=broad&birthdate:missing=true", person -> person % RARE == 0);
        assertFound("Patient", "birthdate:missing=false&gender=female", FhirBroadSearchTest::isFemale);
    }

    @Test
    void asksWhatHasChangedOrWasBornWhen() {
        String today = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        assertFound("Patient", "family=broad&_lastUpdated=ge" + today + "&_sort=-_lastUpdated", person -> true);
        assertFound("Patient", "family=broad&_lastUpdated=lt" + today + "&_sort=_lastUpdated", person -> false);
        assertFound("Patient", "family=broad&_lastUpdated=lt" + today, person -> false);
        assertFound(
                "Patient", "birthdate=ge1990&birthdate=le1990", person -> year(person) == 1990 && person % RARE != 0);
        assertFound("Patient", "birthdate=ge1970", person -> year(person) >= 1970 && person % RARE != 0);
    }

    private static int year(int person) {
        return 1930 + person % 80;
    }

    @Test
    void asksOthers() {
        assertFound("ImagingStudy", "patient.family=broad&modality=CT", FhirBroadSearchTest::isFemale);
        assertFound("ImagingStudy", "subject.gender=male", person -> !isFemale(person));
        assertFound("ImagingStudy", "patient.given=rare", person -> person % RARE == 0);
        assertFound("Patient", "_has:ImagingStudy:patient:modality=CT", FhirBroadSearchTest::isFemale);
        assertFound("Patient", "_has:ImagingStudy:patient:modality=PT", person -> person % RARE == 0);
        assertFound("ImagingStudy", "patient._has:ImagingStudy:patient:modality=MR,PT", person -> !isFemale(person));
        assertFound("ImagingStudy", "patient._id=" + mine.id("p7"), person -> person == 7);
    }

    @Test
    void showsNobodyWhatIsOutOfReach() {
        String token = Sandbox.token("system/Patient.rs?gender=female system/ImagingStudy.rs?modality=CT", Map.of());
        Supplier<RequestSpecification> caller = () -> Sandbox.bearing(token);
        assertFound(caller, "Patient", "family=broad", FhirBroadSearchTest::isFemale);
        assertFound(caller, "Patient", "_has:ImagingStudy:patient:modality=MR,PT", person -> false);
        assertFound(caller, "ImagingStudy", "patient.gender=male,female", FhirBroadSearchTest::isFemale);
    }

    private static boolean isFemale(int person) {
        return person % 2 == 1;
    }

    private void assertFound(String type, String query, IntPredicate expected) {
        assertFound(Sandbox::backend, type, query, expected);
    }

    private void assertFound(Supplier<RequestSpecification> caller, String type, String query, IntPredicate expected) {
        List<String> names = IntStream.range(0, PEOPLE)
                .filter(expected)
                .mapToObj(person -> (type.equals("Patient") ? "p" : "s") + person)
                .toList();
        assertThat(mine.found(caller, type, query + "&_count=900"))
                .as(query)
                .containsExactlyInAnyOrderElementsOf(names);
    }

    private void store(int first, String type, String prefix, IntFunction<String> members) {
        mine.putAll(
                type,
                IntStream.range(first, first + IN_A_BUNDLE)
                        .boxed()
                        .collect(Collectors.toMap(person -> prefix + person, members::apply)));
    }

    private static String patient(int person) {
        boolean rare = person % RARE == 0;
        String birthDate = rare ? "" : ",'birthDate':'%d-03-04'".formatted(year(person));
        return "'gender':'%s','active':%s,'name':[{'family':'Broad','given':['%s']}]"
                .formatted(isFemale(person) ? "female" : "male", !isFemale(person), rare ? "Rare" : "Common")
                .concat(birthDate);
    }

    private String study(int person) {
        String modality = isFemale(person) ? "CT" : person % RARE == 0 ? "PT" : "MR";
        return """
                'status':'available','subject':{'reference':'Patient/%s'},\
                'series':[{'uid':'2.25.%d','modality':{'code':'%s'}}]"""
                .formatted(mine.id("p" + person), person + 1, modality);
    }
}
