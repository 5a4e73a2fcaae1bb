package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches over several types, and by parameters that every type has or that are like no other. */
@QuarkusTest
class FhirSystemSearchTest {
    private final Searches mine = new Searches();

    private void records() {
        mine.put("Patient", "anna", "'active':true");
        mine.put("Patient", "ben", "'active':true");
        about("Observation", "o1", "anna", "'status':'final','code':{'text':'x'},'effectiveDateTime':'2026-01-02'");
        about("Observation", "o2", "ben", "'status':'final','code':{'text':'x'},'effectiveDateTime':'2026-01-04'");
        about("Condition", "c1", "anna", "'recordedDate':'2026-01-01'");
        about(
                "DiagnosticReport",
                "d1",
                "anna",
                "'status':'final','code':{'text':'x'},'effectiveDateTime':'2026-01-03'");
    }

    @Test
    void findsEveryTypeThatIsNamedPageByPage() {
        records();
        String two = "_type=Observation,DiagnosticReport";
        assertThat(mine.found("", two + "&_count=1")).containsExactly("o1", "o2", "d1");
        assertThat(mine.found("", two + "&_count=2")).containsExactly("o1", "o2", "d1");
        assertThat(mine.found("", two + "&date=ge2026-01-03")).containsExactly("o2", "d1");
        assertThat(mine.found("", two + "&_sort=-date&_count=1")).containsExactly("o2", "d1", "o1");
        assertThat(mine.found("", two + "&patient.active=true&patient._id=" + mine.id("anna")))
                .containsExactly("o1", "d1");
        assertThat(mine.found("", "_type=Patient,Condition")).containsExactly("anna", "ben", "c1");
        assertThat(mine.found("", "_type=Condition")).containsExactly("c1");
        Searches.get(Sandbox.backend(), mine.address("", two + "&_summary=count"))
                .then()
                .body("total", equalTo(3));
        Searches.get(Sandbox.backend(), mine.address("", two + "&_count=1&_total=accurate"))
                .then()
                .body("total", equalTo(3))
                .body("link[0].url", containsString("/fhir?"));
        assertThat(mine.broughtAlong(Sandbox.backend(), "", two + "&_include=Observation:patient"))
                .containsExactlyInAnyOrder("anna", "ben");
    }

    @Test
    void findsByPost() {
        records();
        Sandbox.backend()
                .contentType("application/x-www-form-urlencoded")
                .formParam("_type", "Observation,Condition")
                .formParam("_tag", "urn:searches|" + mine.run)
                .post("/fhir/_search")
                .then()
                .statusCode(200)
                .body("total", equalTo(3));
    }

    @Test
    void showsOfEachTypeWhatTheCallerMaySearchFor() {
        records();
        String all = "_type=Patient,Observation,Condition,DiagnosticReport";
        assertThat(mine.found(() -> Sandbox.patient(mine.id("anna")), "", all))
                .containsExactly("anna", "o1", "c1", "d1");
        String some = "patient/Observation.rs patient/Condition.s patient/DiagnosticReport.r";
        assertThat(mine.found(() -> Sandbox.with(some, Map.of("patient", mine.id("anna"))), "", all))
                .containsExactly("o1", "c1");
        Searches.get(
                        Sandbox.with("patient/Observation.rs", Map.of("patient", mine.id("anna"))),
                        mine.address("", "_type=Condition"))
                .then()
                .statusCode(403);
        Searches.get(Sandbox.patient(mine.id("anna")), "/fhir?_type=Observation&patient=" + mine.id("ben"))
                .then()
                .statusCode(403);
        Searches.get(Sandbox.patient(mine.id("anna")), "/fhir?_type=Patient,AuditEvent")
                .then()
                .statusCode(200)
                .body("total", equalTo(1));
    }

    @Test
    void writesDownThatItWasAsked() {
        records();
        mine.found("", "_type=Observation,Condition");
        Searches.get(Sandbox.backend(), "/fhir/AuditEvent?subtype=search-system&patient=" + mine.id("anna"))
                .then()
                .statusCode(200)
                .body("total", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?_type=", "?_type=Nonsense", "?_type=Patient,", "?_id=1", "?_type=Patient&birthdate=x"})
    void refusesWhatNamesNoTypes(String query) {
        Searches.get(Sandbox.backend(), "/fhir" + query).then().statusCode(400);
    }

    @Test
    void knowsOnlyParametersThatAllTypesHave() {
        Searches.get(
                        Sandbox.backend().header("Prefer", "handling=strict"),
                        "/fhir?_type=Patient,Observation&birthdate=2000")
                .then()
                .statusCode(400)
                .body("issue[0].code", equalTo("not-supported"));
    }

    @Test
    void findsByMetadata() {
        String meta = "'meta':{'source':'urn:pacs:" + mine.run + "','profile':['http://example.org/p" + mine.run
                + "'],'tag':[{'system':'urn:searches','code':'" + mine.run
                + "'}],'security':[{'system':'urn:s','code':'R" + mine.run + "'}]}";
        Sandbox.backend()
                .body(("{'resourceType':'Basic','id':'" + mine.id("b") + "'," + meta + ",'code':{'text':'x'}}")
                        .replace('\'', '"'))
                .put("/fhir/Basic/" + mine.id("b"))
                .then()
                .statusCode(201);
        for (String query : List.of(
                "_source=urn:pacs:" + mine.run,
                "_profile=http://example.org/p" + mine.run,
                "_security=urn:s|R" + mine.run,
                "_security=R" + mine.run,
                "_tag:not=x",
                "_lastUpdated=gt2020&_lastUpdated=le2100-01-01",
                "_profile:below=http://example.org/p" + mine.run)) {
            assertThat(mine.found("Basic", query)).as(query).containsExactly("b");
        }
        for (String query : List.of("_source=urn:pacs", "_security=urn:t|R" + mine.run, "_lastUpdated=lt2020")) {
            assertThat(mine.found("Basic", query)).as(query).isEmpty();
        }
    }

    @Test
    void findsWhatIsOnAList() {
        records();
        mine.put(
                "List",
                "list",
                "'status':'current','mode':'working','subject':{'reference':'Patient/" + mine.id("anna")
                        + "'},'entry':[{'item':{'reference':'Observation/" + mine.id("o1")
                        + "'}},{'item':{'reference':'Observation/" + mine.id("o2") + "'}}]");
        String onList = "_list=" + mine.id("list");
        assertThat(mine.found("Observation", onList)).containsExactly("o1", "o2");
        assertThat(mine.found("Condition", onList)).isEmpty();
        assertThat(mine.found(() -> Sandbox.patient(mine.id("anna")), "Observation", onList))
                .containsExactly("o1");
        assertThat(mine.found(() -> Sandbox.patient(mine.id("ben")), "Observation", onList))
                .isEmpty();
        Searches.get(Sandbox.backend(), "/fhir/Observation?_list=$current-problems")
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    near=47.56|7.59|5|km         ; basel
                    near=47.56|7.59|100|km       ; basel zurich
                    near=47.56|7.59              ; basel
                    near=47.56|7.59|80000|m      ; basel zurich
                    near=47.56|7.59|50|[mi_i]    ; basel zurich
                    near=47.56|7.59|0.001|m      ;
                    near=0|179.9|100             ; fiji
                    near=0|-179.9|100            ; fiji
                    near=90|0|12000              ; basel fiji zurich
                    near=-90|0|20100             ; basel fiji zurich
                    near:missing=true            ; nowhere
                    near:missing=false           ; basel fiji zurich
                    """)
    void findsPlacesByTheirDistance(String query, @Nullable String names) {
        place("basel", 47.5596, 7.5886);
        place("zurich", 47.3769, 8.5417);
        place("fiji", 0.1, -179.95);
        mine.put("Location", "nowhere", "'status':'active'");
        assertThat(mine.found("Location", query).stream().sorted())
                .containsExactly(names == null ? new String[0] : names.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "91|0", "0|181", "x|y", "1|2|-3", "1|2|3|furlong", "1|2|NaN", "1|2|3|km|5", "|"})
    void refusesWhatIsNoPlace(String value) {
        Searches.get(Sandbox.backend(), "/fhir/Location?near=" + value).then().statusCode(400);
    }

    @Test
    void saysWhatItCanSearchBy() {
        JsonPath statement = Sandbox.backend().get("/fhir/metadata").jsonPath();
        assertThat(statement.<String>getList("rest[0].interaction.code")).contains("search-system");
        Set<String> observation = new TreeSet<>(
                statement.<String>getList("rest[0].resource.find{it.type=='Observation'}.searchParam.name"));
        assertThat(observation).contains("code-value-quantity", "combo-code-value-concept", "_tag", "_source");
        assertThat(statement.<String>getList("rest[0].resource.find{it.type=='Location'}.searchParam.name"))
                .contains("near");
        assertThat(statement.<String>getList("rest[0].searchParam.name")).contains("_list", "_type");
    }

    private void place(String name, double latitude, double longitude) {
        mine.put("Location", name, "'position':{'latitude':" + latitude + ",'longitude':" + longitude + "}");
    }

    private void about(String type, String name, String patient, String members) {
        mine.put(type, name, members + ",'subject':{'reference':'Patient/" + mine.id(patient) + "'}");
    }
}
