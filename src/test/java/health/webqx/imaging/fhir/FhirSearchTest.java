package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a search finds, in which order, and what it brings along. */
@QuarkusTest
class FhirSearchTest {
    private final String run = UUID.randomUUID().toString();
    private final String anna = "anna-" + run;
    private final String ben = "ben-" + run;

    @BeforeEach
    void twoPatientsWithOrders() {
        put("Patient", anna, "'name':[{'family':'Keller'}],'gender':'female','birthDate':'1979-03-14'");
        put("Patient", ben, "'name':[{'family':'Okafor'},{'family':'Adams'}],'birthDate':'1965-11-02'");
        order("one", anna, "routine", "2026-01-01T08:00:00Z");
        order("two", anna, "stat", "2026-01-03T08:00:00Z");
        order("three", ben, "routine", "2026-01-02T08:00:00Z");
        put(
                "ServiceRequest",
                "four-" + run,
                "'status':'draft','intent':'plan','subject':{'reference':'Patient/" + ben + "'}" + identifier());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    priority=routine                            | one three
                    priority:not=routine                        | four two
                    priority:missing=true                       | four
                    priority:missing=false                      | one three two
                    authored:missing=true                       | four
                    priority=routine,stat                       | one three two
                    priority=routine&status=active              | one three
                    subject:Patient.family=keller               | one two
                    patient.family=kel                          | one two
                    patient.birthdate=lt1970                    | four three
                    subject.gender=female                       | one two
                    patient.gender:missing=true                 | four three
                    """)
    void findsByModifiersAndChains(String query, String found) {
        assertThat(ids(query)).containsExactlyInAnyOrder(found.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    authored                | one three two four
                    -authored               | two three one four
                    priority,-authored      | three one two four
                    -priority,authored      | two one three four
                    _id                     | four one three two
                    _lastUpdated            | one two three four
                    -_lastUpdated           | four three two one
                    """)
    void sortsUpAndDownWithWhatHasNoValueLastOnEveryPage(String sort, String expected) {
        assertThat(ids("_sort=" + sort)).containsExactly(expected.split(" "));
        assertThat(pages("_sort=" + sort + "&_count=1")).containsExactly(expected.split(" "));
        assertThat(pages("_sort=" + sort + "&_count=3")).containsExactly(expected.split(" "));
    }

    @Test
    void findsPatientsByWhatRefersToThem() {
        String two = "/fhir/Patient?_id=" + anna + "," + ben + "&";
        assertThat(patients(two + "_has:ServiceRequest:patient:priority=stat")).containsExactly(anna);
        assertThat(patients(two + "_has:ServiceRequest:subject:status=draft")).containsExactly(ben);
        assertThat(patients(two + "_has:ServiceRequest:patient:status=active")).containsExactlyInAnyOrder(anna, ben);
    }

    @Test
    void bringsAlongWhatRefersToTheMatches() {
        JsonPath page = Sandbox.backend()
                .get("/fhir/Patient?_id=" + anna + "&_revinclude=ServiceRequest:patient")
                .jsonPath();
        assertThat(page.getList("entry.findAll{it.search.mode=='match'}.resource.id"))
                .containsExactly(anna);
        assertThat(page.<String>getList("entry.findAll{it.search.mode=='include'}.resource.id"))
                .containsExactlyInAnyOrder("one-" + run, "two-" + run);
    }

    @Test
    void neverLeadsThroughWhatTheCallerMayNotSee() {
        put(
                "ServiceRequest",
                "performed-" + run,
                "'status':'active','intent':'order','subject':{'reference':'Patient/" + anna
                        + "'},'performer':[{'reference':'Patient/" + ben + "'}]");
        put(
                "Observation",
                "of-" + ben,
                "'status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + ben
                        + "'},'basedOn':[{'reference':'ServiceRequest/one-" + run + "'}]");

        Sandbox.patient(anna)
                .get("/fhir/ServiceRequest?performer:Patient.family=okafor")
                .then()
                .statusCode(200)
                .body("total", equalTo(0));
        Sandbox.patient(anna)
                .get("/fhir/ServiceRequest?_has:Observation:based-on:status=final")
                .then()
                .body("total", equalTo(0));
        Sandbox.patient(anna)
                .get("/fhir/ServiceRequest?_revinclude=Observation:based-on&_id=one-" + run)
                .then()
                .body("entry", hasSize(1));
        Sandbox.with("patient/ServiceRequest.rs", Map.of("patient", anna))
                .get("/fhir/ServiceRequest?patient.family=keller")
                .then()
                .body("total", equalTo(0));
        Sandbox.patient(anna)
                .get("/fhir/ServiceRequest?patient._id=" + ben)
                .then()
                .statusCode(403);
    }

    @Test
    void countsOnlyWhatTheCallerMaySee() {
        Sandbox.backend()
                .get(orders("_summary=count"))
                .then()
                .body("total", equalTo(4))
                .body("entry", nullValue());
        Sandbox.backend()
                .get(orders("_count=0"))
                .then()
                .body("total", equalTo(4))
                .body("entry", nullValue());
        Sandbox.backend().get(orders("_count=1")).then().body("total", nullValue());
        Sandbox.backend().get(orders("_count=1&_total=accurate")).then().body("total", equalTo(4));
        Sandbox.backend().get(orders("_total=none")).then().body("total", nullValue());
        Sandbox.patient(anna).get(orders("_summary=count")).then().body("total", equalTo(2));
    }

    @Test
    void givesThePartOfEachResourceThatIsWanted() {
        Sandbox.backend()
                .get("/fhir/Patient?_id=" + ben + "&_elements=birthDate")
                .then()
                .body("entry[0].resource.birthDate", equalTo("1965-11-02"))
                .body("entry[0].resource.name", nullValue())
                .body("entry[0].resource.meta.tag[0].code", equalTo("SUBSETTED"));
        Sandbox.backend()
                .get(orders("_summary=true&_id=one-" + run))
                .then()
                .body("entry[0].resource.status", equalTo("active"))
                .body("entry[0].resource.note", nullValue());
        Sandbox.backend()
                .get(orders("_summary=text&_id=one-" + run))
                .then()
                .body("entry[0].resource.intent", equalTo("order"))
                .body("entry[0].resource.priority", nullValue());
        Sandbox.backend().get(orders("_summary=some")).then().statusCode(400);
    }

    @Test
    void findsByAUrisPath() {
        put("ValueSet", "below-" + run, "'status':'draft','url':'http://example.org/" + run + "/a/b'");
        String base = "http://example.org/" + run;
        for (String query : List.of("url:below=" + base, "url:below=" + base + "/a", "url:above=" + base + "/a/b/c")) {
            Sandbox.backend().get("/fhir/ValueSet?" + query).then().body("total", equalTo(1));
        }
        for (String query : List.of("url=" + base, "url:below=" + base + "/x", "url:above=" + base + "/a")) {
            Sandbox.backend().get("/fhir/ValueSet?" + query).then().body("total", equalTo(0));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    value-quantity=5                                  ; exact about
                    value-quantity=5.0                                ; exact
                    value-quantity=gt5                                ; about more ten
                    value-quantity=ge5                                ; exact about more ten
                    value-quantity=lt5.2                              ; exact
                    value-quantity=ne5                                ; more ten
                    value-quantity=ap10                               ; ten more
                    value-quantity=5||mg                              ; exact about
                    value-quantity=10||mg                             ;
                    value-quantity=10|http://unitsofmeasure.org|g     ; ten
                    value-quantity=10|urn:other|g                     ;
                    value-quantity=gt1e3                              ; more
                    value-quantity:missing=true                       ; none
                    _sort=value-quantity                              ; exact about more ten none
                    _sort=-value-quantity                             ; more ten about exact none
                    """)
    void findsByQuantities(String query, @Nullable String found) {
        quantity("exact", "'value':5.0,'unit':'mg','system':'http://unitsofmeasure.org','code':'mg'");
        quantity("about", "'value':5.25,'unit':'mg','system':'http://unitsofmeasure.org','code':'mg'");
        quantity("ten", "'value':10,'unit':'gram','system':'http://unitsofmeasure.org','code':'g'");
        quantity("more", "'value':9,'comparator':'>','unit':'mg'");
        put("Observation", "none-" + run, "'status':'final','code':{'text':'x'}" + identifier());
        List<String> ids = pages("Observation", query + "&_count=2");
        String[] expected = found == null ? new String[0] : found.split(" ");
        if (query.startsWith("_sort")) {
            assertThat(ids).containsExactly(expected);
        } else {
            assertThat(ids).containsExactlyInAnyOrder(expected);
        }
    }

    @Test
    void findsByNumbersAndRefusesWhatIsNone() {
        put(
                "RiskAssessment",
                "risk-" + run,
                "'status':'final','subject':{'reference':'Patient/" + anna
                        + "'},'prediction':[{'probabilityDecimal':0.25}]" + identifier());
        String mine = "/fhir/RiskAssessment?identifier=urn:test|" + run + "&probability=";
        Sandbox.backend().get(mine + "gt0.2").then().body("total", equalTo(1));
        Sandbox.backend().get(mine + "0.3").then().body("total", equalTo(1));
        Sandbox.backend().get(mine + "0.30").then().body("total", equalTo(0));
        Sandbox.backend().get(mine + "eb0.25").then().body("total", equalTo(0));
        for (String bad : List.of("x", "zz5", "1e999", "5|mg")) {
            Sandbox.backend().get(mine + bad).then().statusCode(400);
        }
    }

    @Test
    void givesAPatientsWholeRecordPageByPage() {
        put("Practitioner", "doctor-" + run, "'active':true");
        put(
                "Observation",
                "seen-" + run,
                "'status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + anna
                        + "'},'performer':[{'reference':'Practitioner/doctor-" + run + "'}]");
        String address = "/fhir/Patient/" + anna + "/$everything";
        List<String> record = List.of(anna, "one-" + run, "two-" + run, "seen-" + run, "doctor-" + run);
        assertThat(Sandbox.backend().get(address).jsonPath().<String>getList("entry.resource.id"))
                .containsExactlyInAnyOrderElementsOf(record);
        assertThat(Sandbox.patient(anna).get(address).jsonPath().<String>getList("entry.resource.id"))
                .containsExactlyInAnyOrderElementsOf(record);
        List<String> paged = new ArrayList<>();
        String next = address + "?_count=1";
        while (next != null) {
            JsonPath page =
                    Sandbox.patient(anna).urlEncodingEnabled(false).get(next).jsonPath();
            paged.addAll(page.getList("entry.resource.id"));
            String url = page.getString("link.find{it.relation=='next'}.url");
            next = url == null ? null : url.substring(url.indexOf("/fhir/"));
        }
        assertThat(paged).containsExactlyInAnyOrderElementsOf(record);
        Sandbox.backend().get(address + "?_type=ServiceRequest").then().body("entry.resource.id", hasSize(2));
        Sandbox.patient(ben).get(address).then().statusCode(404);
        Sandbox.with("patient/Patient.rs patient/Observation.rs", Map.of("patient", anna))
                .get(address)
                .then()
                .body("entry.resource.id", hasSize(2));
        Sandbox.backend().get(address + "?_type=Nonsense").then().statusCode(400);
        Sandbox.backend().get("/fhir/Patient/never-was/$everything").then().statusCode(404);
    }

    @Test
    void searchesAPatientsCompartment() {
        String orders = "/fhir/Patient/" + anna + "/ServiceRequest";
        assertThat(names(Sandbox.patient(anna).get(orders + "?_sort=authored").jsonPath()))
                .containsExactly("one", "two");
        JsonPath page = Sandbox.patient(anna)
                .get(orders + "?priority=routine,stat&_count=1")
                .jsonPath();
        String next = page.getString("link.find{it.relation=='next'}.url");
        assertThat(next).contains("/fhir/Patient/" + anna + "/ServiceRequest?");
        assertThat(names(Sandbox.patient(anna)
                        .urlEncodingEnabled(false)
                        .get(next.substring(next.indexOf("/fhir/")))
                        .jsonPath()))
                .hasSize(1)
                .doesNotContainAnyElementsOf(names(page));
        Sandbox.patient(ben).get(orders).then().statusCode(403);
        Sandbox.backend().get("/fhir/Patient/" + anna + "/Organization").then().statusCode(404);
        Sandbox.backend().get("/fhir/Patient/" + anna + "/Nonsense").then().statusCode(404);
    }

    @Test
    void saysWhichParameterItDoesNotKnow() {
        for (String unknown : List.of("patient.nonsense=1", "_has:Nope:patient:code=1", "_sort=nonsense", "code.x=1")) {
            Sandbox.backend()
                    .header("Prefer", "handling=strict")
                    .get("/fhir/ServiceRequest?" + unknown)
                    .then()
                    .statusCode(400)
                    .body("issue[0].code", equalTo("not-supported"));
            Sandbox.backend()
                    .get(orders(unknown))
                    .then()
                    .statusCode(200)
                    .body("link[0].url", not(containsString(unknown.substring(0, 4))));
        }
        Sandbox.backend()
                .get("/fhir/ServiceRequest?priority:missing=maybe")
                .then()
                .statusCode(400);
    }

    private String identifier() {
        return ",'identifier':[{'system':'urn:test','value':'" + run + "'}]";
    }

    private String orders(String query) {
        return mine("ServiceRequest", query);
    }

    private String mine(String type, String query) {
        return "/fhir/" + type + "?identifier=urn:test|" + run + "&" + query;
    }

    private List<String> ids(String query) {
        return names(Sandbox.backend().get(orders(query)).jsonPath());
    }

    private List<String> pages(String query) {
        return pages("ServiceRequest", query);
    }

    private List<String> pages(String type, String query) {
        List<String> all = new ArrayList<>();
        String next = mine(type, query);
        while (next != null) {
            JsonPath page = Sandbox.backend()
                    .urlEncodingEnabled(false)
                    .get(next.replace("|", "%7C"))
                    .jsonPath();
            all.addAll(names(page));
            String url = page.getString("link.find{it.relation=='next'}.url");
            next = url == null ? null : url.substring(url.indexOf("/fhir/"));
        }
        return all;
    }

    private void quantity(String name, String members) {
        put(
                "Observation",
                name + "-" + run,
                "'status':'final','code':{'text':'x'},'valueQuantity':{" + members + "}" + identifier());
    }

    private List<String> names(JsonPath page) {
        return Optional.ofNullable(page.<String>getList("entry.resource.id")).orElse(List.of()).stream()
                .map(id -> id.replace("-" + run, ""))
                .toList();
    }

    private static List<String> patients(String address) {
        return Sandbox.backend().get(address).jsonPath().getList("entry.resource.id");
    }

    private void order(String name, String patient, String priority, String authored) {
        put(
                "ServiceRequest",
                name + "-" + run,
                "'status':'active','intent':'order','priority':'" + priority
                        + "','authoredOn':'" + authored + "','note':[{'text':'n'}],'subject':{'reference':'Patient/"
                        + patient
                        + "'}" + identifier());
    }

    private static void put(String type, String id, String members) {
        Sandbox.backend()
                .body(("{'resourceType':'" + type + "','id':'" + id + "'," + members + "}").replace('\'', '"'))
                .put("/fhir/" + type + "/" + id)
                .then()
                .statusCode(201);
    }

    @Test
    void findsByWhatACodeIsCalledAndByTheTypeOfAnIdentifier() {
        String coded =
                """
                {"resourceType":"Observation","id":"called","status":"final",
                 "code":{"coding":[{"system":"http://loinc.org","code":"30746-2","display":"Portable XR Chest"}],
                         "text":"Thorax im Liegen"},
                 "identifier":[{"type":{"coding":[{"system":"urn:types","code":"ACSN"}]},"system":"urn:ris","value":"A7"}]}
                """;
        Sandbox.backend().body(coded).put("/fhir/Observation/called");

        for (String query : List.of(
                "code:text=portable",
                "code:text=THORAX",
                "identifier:of-type=urn:types|ACSN|A7",
                "identifier:of-type=x|y|z,urn:types|ACSN|A7")) {
            Sandbox.backend()
                    .get("/fhir/Observation?_id=called&" + query)
                    .then()
                    .statusCode(200)
                    .body("entry.resource.id", hasItem("called"));
        }
        for (String query : List.of(
                "code:text=chest", "identifier:of-type=urn:types|MR|A7", "identifier:of-type=urn:ris|ACSN|A7")) {
            Sandbox.backend()
                    .get("/fhir/Observation?_id=called&" + query)
                    .then()
                    .statusCode(200)
                    .body("total", is(0));
        }
        Sandbox.backend()
                .header("Prefer", "handling=strict")
                .get("/fhir/Observation?identifier:of-type=A7")
                .then()
                .statusCode(400);
    }
}
