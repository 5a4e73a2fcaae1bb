package health.webqx.imaging.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches and transactions. */
@QuarkusTest
class FhirBundleTest {
    private final String run = UUID.randomUUID().toString();
    private final String patientUrn = "urn:uuid:" + UUID.randomUUID();

    @Test
    void writesAllEntriesAndLeadsTheirReferencesToEachOther() {
        Response answer = transaction(
                Sandbox.backend(),
                post("urn:uuid:" + UUID.randomUUID(), "Observation", observation(patientUrn, "one"), ""),
                post(patientUrn, "Patient", patient(), ""));

        answer.then()
                .statusCode(200)
                .body("type", equalTo("transaction-response"))
                .body("entry[0].response.status", startsWith("201"))
                .body("entry[0].response.location", startsWith("Observation/"))
                .body("entry[1].response.location", startsWith("Patient/"))
                .body("entry[1].response.etag", equalTo("W/\"1\""))
                .body("entry[1].response.lastModified", notNullValue());
        String patient = location(answer, 1);
        Sandbox.backend()
                .get("/fhir/" + location(answer, 0))
                .then()
                .body("subject.reference", equalTo(patient))
                .body("text.div", containsString("href=\"" + patient + "\""))
                .body("identifier[0].value", equalTo("one-" + run));
    }

    @Test
    void writesNothingWhereOneEntryFails() {
        transaction(
                        Sandbox.backend(),
                        post(patientUrn, "Patient", patient(), ""),
                        "{'request':{'method':'PUT','url':'Patient/p-" + run
                                + "','ifMatch':'W/\\'9\\''},'resource':{'resourceType':'Patient','id':'p-" + run
                                + "'}}")
                .then()
                .statusCode(412)
                .body("issue[0].expression[0]", startsWith("Bundle.entry[1]"));
        Sandbox.backend()
                .get("/fhir/Patient?identifier=urn:test|patient-" + run)
                .then()
                .body("total", equalTo(0));
    }

    @Test
    void resolvesConditionalReferencesAndCreatesUnlessThereIsOne() {
        String unless = "identifier=urn:test|patient-" + run;
        transaction(Sandbox.backend(), post(patientUrn, "Patient", patient(), unless))
                .then()
                .statusCode(200);
        Response again = transaction(
                Sandbox.backend(),
                post(patientUrn, "Patient", patient(), unless),
                post("urn:uuid:" + UUID.randomUUID(), "Observation", observation(patientUrn, "two"), ""),
                post("urn:uuid:" + UUID.randomUUID(), "Observation", observation("Patient?" + unless, "three"), ""));
        again.then().statusCode(200).body("entry[0].response.status", startsWith("200"));
        for (int entry : new int[] {1, 2}) {
            Sandbox.backend()
                    .get("/fhir/" + location(again, entry))
                    .then()
                    .body("subject.reference", equalTo(location(again, 0)));
        }
        transaction(
                        Sandbox.backend(),
                        post(
                                "urn:uuid:" + UUID.randomUUID(),
                                "Observation",
                                observation("Patient?identifier=none", "x"),
                                ""))
                .then()
                .statusCode(412);
    }

    @Test
    void findsWhatAnEntryBeforeItHasCreatedUnderTheSameCondition() {
        String unless = "identifier=urn:test|patient-" + run;
        String secondUrn = "urn:uuid:" + UUID.randomUUID();
        Response answer = transaction(
                Sandbox.backend(),
                post(patientUrn, "Patient", patient(), unless),
                post(secondUrn, "Patient", patient(), unless),
                post("urn:uuid:" + UUID.randomUUID(), "Observation", observation(secondUrn, "one"), ""));
        answer.then()
                .statusCode(200)
                .body("entry[0].response.status", startsWith("201"))
                .body("entry[1].response.status", startsWith("200"));
        assertThat(location(answer, 1)).isEqualTo(location(answer, 0));
        Sandbox.backend()
                .get("/fhir/" + location(answer, 2))
                .then()
                .body("subject.reference", equalTo(location(answer, 0)));
        Sandbox.backend().get("/fhir/Patient?" + unless).then().body("total", equalTo(1));
    }

    @Test
    void refusesTwoUpdatesThatWouldBothCreateWhatMeetsTheSameCondition() {
        String put = "{'request':{'method':'PUT','url':'Patient?identifier=urn:test|patient-" + run + "'},'resource':"
                + patient() + "}";
        transaction(Sandbox.backend(), put, put)
                .then()
                .statusCode(400)
                .body("issue[0].expression[0]", startsWith("Bundle.entry[1]"));
        transaction(
                        Sandbox.backend(),
                        put,
                        post(patientUrn, "Patient", patient(), "identifier=urn:test|patient-" + run))
                .then()
                .statusCode(400);
        Sandbox.backend()
                .get("/fhir/Patient?identifier=urn:test|patient-" + run)
                .then()
                .body("total", equalTo(0));
    }

    @Test
    void readsOnConditionAndUpdatesOnlyWhatIsNotThere() {
        String id = "p-" + run;
        String create = "{'request':{'method':'PUT','url':'Patient/" + id + "','ifNoneMatch':'*'},'resource':"
                + "{'resourceType':'Patient','id':'" + id + "'}}";
        transaction(Sandbox.backend(), create).then().body("entry[0].response.status", startsWith("201"));
        transaction(Sandbox.backend(), create).then().statusCode(412);
        bundle(
                        Sandbox.backend().header("Prefer", "return=OperationOutcome"),
                        "batch",
                        create,
                        "{'request':{'method':'GET','url':'Patient/" + id + "','ifNoneMatch':'W/\\'1\\''}}",
                        "{'request':{'method':'GET','url':'Patient/" + id + "','ifNoneMatch':'W/\\'2\\''}}",
                        "{'request':{'method':'HEAD','url':'Patient?_id=" + id + "'}}",
                        "{'request':{'method':'DELETE','url':'Patient/" + id + "'}}")
                .then()
                .body("entry[0].response.status", startsWith("412"))
                .body("entry[1].response.status", startsWith("304"))
                .body("entry[2].response.status", startsWith("200"))
                .body("entry[2].resource.id", equalTo(id))
                .body("entry[3].response.status", startsWith("200"))
                .body("entry[4].response.outcome.issue[0].severity", equalTo("information"));
    }

    @Test
    void updatesByConditionAsAnUpdateThatComesAloneDoes() {
        String where = "Patient?identifier=urn:test|patient-" + run;
        String put = "{'request':{'method':'PUT','url':'" + where + "'},'resource':" + patient() + "}";
        Response created = transaction(Sandbox.backend(), put);
        Response updated = transaction(Sandbox.backend(), put);
        created.then().statusCode(200).body("entry[0].response.status", startsWith("201"));
        updated.then().body("entry[0].response.status", startsWith("200"));
        assertThat(location(updated, 0)).isEqualTo(location(created, 0));

        String otherId = put.replace("'resourceType':'Patient'", "'resourceType':'Patient','id':'other'");
        String sameResource = "{'request':{'method':'DELETE','url':'" + location(created, 0) + "'}}";
        for (String refused : List.of(otherId, put + "," + sameResource, put + "," + put)) {
            transaction(Sandbox.backend(), refused)
                    .then()
                    .statusCode(400)
                    .body("issue[0].expression[0]", startsWith("Bundle.entry["));
        }
        Sandbox.backend()
                .get("/fhir/" + location(created, 0))
                .then()
                .statusCode(200)
                .body("meta.versionId", equalTo("2"));
    }

    @Test
    void deletesUpdatesAndReadsInTheOrderOfTheStandard() {
        String id = "p-" + run;
        Sandbox.backend()
                .body(q("{'resourceType':'Patient','id':'" + id + "'}"))
                .put("/fhir/Patient/" + id);
        Response answer = transaction(
                Sandbox.backend(),
                "{'request':{'method':'GET','url':'Patient/" + id + "'}}",
                "{'request':{'method':'GET','url':'Patient?_id=" + id + "'}}",
                "{'request':{'method':'PUT','url':'Patient/" + id + "'},'resource':{'resourceType':'Patient','id':'"
                        + id + "','gender':'male'}}");
        answer.then()
                .statusCode(200)
                .body("entry[0].resource.gender", equalTo("male"))
                .body("entry[1].resource.total", equalTo(1))
                .body("entry[2].response.etag", equalTo("W/\"2\""));
        transaction(Sandbox.backend(), "{'request':{'method':'DELETE','url':'Patient/" + id + "'}}")
                .then()
                .body("entry[0].response.status", startsWith("204"));
        Sandbox.backend().get("/fhir/Patient/" + id).then().statusCode(410);
    }

    @Test
    void readsAllTypesAtOnceWhatTheCallerMayRead() {
        String anna = "anna-" + run;
        String ben = "ben-" + run;
        for (String patient : List.of(anna, ben)) {
            Sandbox.backend()
                    .body(q("{'resourceType':'Patient','id':'" + patient + "'}"))
                    .put("/fhir/Patient/" + patient);
        }
        String search = "{'request':{'method':'GET','url':'?_type=Patient,Practitioner&_id=" + anna + "," + ben + "'}}";
        bundle(
                        Sandbox.backend(),
                        "batch",
                        search,
                        "{'request':{'method':'GET','url':'/_history?_count=1'}}",
                        "{'request':{'method':'GET','url':'?_id=" + anna + "'}}")
                .then()
                .statusCode(200)
                .body("entry[0].resource.entry.resource.id", hasItems(anna, ben))
                .body("entry[1].resource.type", equalTo("history"))
                .body("entry[1].resource.entry", hasSize(1))
                .body("entry[2].response.status", startsWith("400"));
        bundle(Sandbox.patient(anna), "batch", "{'request':{'method':'GET','url':'?_type=Patient,Observation'}}")
                .then()
                .body("entry[0].resource.entry.resource.id", equalTo(List.of(anna)));
        Sandbox.backend()
                .get("/fhir/AuditEvent?_sort=-date&_count=50&patient=" + anna)
                .then()
                .body(
                        "entry.resource.entity.query.flatten()",
                        hasItem(Base64.getEncoder()
                                .encodeToString(("_type=Patient,Practitioner&_id=" + anna + "," + ben)
                                        .getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void decidesOnEachEntryAsIfItHadComeAlone() {
        String anna = "anna-" + run;
        String ben = "ben-" + run;
        for (String patient : List.of(anna, ben)) {
            Sandbox.backend()
                    .body(q("{'resourceType':'Patient','id':'" + patient + "'}"))
                    .put("/fhir/Patient/" + patient);
        }
        String own = post("urn:uuid:" + UUID.randomUUID(), "Observation", observation("Patient/" + anna, "a"), "");
        String others = post("urn:uuid:" + UUID.randomUUID(), "Observation", observation("Patient/" + ben, "b"), "");

        transaction(Sandbox.patient(anna), own, others).then().statusCode(403);
        JsonPath batch = bundle(
                        Sandbox.patient(anna),
                        "batch",
                        own,
                        others,
                        "{'request':{'method':'GET','url':'Patient/" + ben + "'}}")
                .jsonPath();
        assertThat(batch.<String>getList("entry.response.status").stream().map(status -> status.substring(0, 3)))
                .containsExactly("201", "403", "404");
        transaction(Sandbox.with("patient/*.rs", Map.of("patient", anna)), own)
                .then()
                .statusCode(403);
        transaction(
                        Sandbox.patient(anna),
                        post(
                                "urn:uuid:" + UUID.randomUUID(),
                                "Observation",
                                observation("Patient?_id=" + ben, "c"),
                                ""))
                .then()
                .statusCode(403);
        given().contentType("application/fhir+json")
                .body("{}")
                .post("/fhir")
                .then()
                .statusCode(401);
    }

    @Test
    void doesEachEntryOfABatchAlone() {
        Response answer = bundle(
                Sandbox.backend(),
                "batch",
                post(patientUrn, "Patient", patient(), ""),
                "{'request':{'method':'DELETE','url':'Patient/never-was'}}",
                "{'request':{'method':'GET','url':'Patient?identifier=urn:test|patient-" + run + "'}}");
        answer.then()
                .statusCode(200)
                .body("type", equalTo("batch-response"))
                .body("entry[0].response.status", startsWith("201"))
                .body("entry[1].response.status", startsWith("404"))
                .body("entry[1].response.outcome.issue[0].code", equalTo("not-found"))
                .body("entry[2].resource.total", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 {'request':{'method':'POST','url':'Nonsense'},'resource':{'resourceType':'Patient'}}",
                "400 {'request':{'method':'POST','url':'Patient'},'resource':{'resourceType':'Observation','status':'final','code':{'text':'x'}}}",
                "400 {'request':{'method':'PUT','url':'Patient/a'},'resource':{'resourceType':'Patient','id':'b'}}",
                "400 {'request':{'method':'POST','url':'Patient'}}",
                "400 {'request':{'method':'PATCH','url':'Patient/a'},'resource':{'resourceType':'Patient'}}",
                "400 {'request':{'method':'PATCH','url':'Patient/a'}}",
                "400 {'request':{'method':'DELETE','url':'Patient'}}",
                "400 {'request':{'method':'DELETE','url':'Patient?nonsense=1'}}",
                "400 {'request':{'method':'PUT','url':'Patient/a','ifMatch':'9'},'resource':{'resourceType':'Patient','id':'a'}}",
                "422 {'request':{'method':'POST','url':'Patient'},'resource':{'resourceType':'Patient','nonsense':1}}",
            })
    void namesTheEntryThatCannotBeUnderstood(String refused) {
        transaction(Sandbox.backend(), refused.substring(4))
                .then()
                .statusCode(Integer.parseInt(refused.substring(0, 3)))
                .body("issue[0].expression[0]", startsWith("Bundle"));
    }

    @Test
    void refusesBundlesThatAreNotToBeActedUpon() {
        bundle(Sandbox.backend(), "collection").then().statusCode(400);
        transaction(Sandbox.backend()).then().statusCode(200);
        String twice = "{'request':{'method':'PUT','url':'Patient/t-" + run
                + "'},'resource':{'resourceType':'Patient','id':'t-" + run + "'}}";
        transaction(Sandbox.backend(), twice, twice).then().statusCode(400);
    }

    @Test
    void takesAsManyEntriesAsItSaysAndNoMore() {
        String[] entries = IntStream.range(0, 5001)
                .mapToObj(
                        i -> "{'request':{'method':'" + (i % 2 == 0 ? "PUT','url':'Basic/b-" + i : "POST','url':'Basic")
                                + "'},'resource':{'resourceType':'Basic'," + (i % 2 == 0 ? "'id':'b-" + i + "'," : "")
                                + "'code':{'text':'x'}}}")
                .toArray(String[]::new);
        transaction(Sandbox.backend(), entries).then().statusCode(413);
        Response answer = transaction(Sandbox.backend(), Arrays.copyOf(entries, 5000));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getList("entry")).hasSize(5000);
    }

    private String patient() {
        return "{'resourceType':'Patient','identifier':[{'system':'urn:test','value':'patient-" + run + "'}]}";
    }

    private String observation(String subject, String name) {
        return "{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':{'reference':'" + subject
                + "'},'identifier':[{'system':'urn:test','value':'" + name + "-" + run
                + "'}],'text':{'status':'generated',"
                + "'div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'><a href=\\'" + subject + "\\'>p</a></div>'}}";
    }

    private static String post(String fullUrl, String type, String resource, String unless) {
        String condition = unless.isEmpty() ? "" : ",'ifNoneExist':'" + unless + "'";
        return "{'fullUrl':'" + fullUrl + "','request':{'method':'POST','url':'" + type + "'" + condition
                + "},'resource':" + resource + "}";
    }

    private static Response transaction(RequestSpecification caller, String... entries) {
        return bundle(caller, "transaction", entries);
    }

    private static Response bundle(RequestSpecification caller, String type, String... entries) {
        String body = "{'resourceType':'Bundle','type':'" + type + "'"
                + (entries.length == 0 ? "" : ",'entry':[" + String.join(",", entries) + "]") + "}";
        return caller.body(q(body)).post("/fhir");
    }

    private static String location(Response answer, int entry) {
        return answer.jsonPath()
                .getString("entry[" + entry + "].response.location")
                .replaceFirst("/_history.*", "");
    }

    private static String q(String json) {
        return json.replace('\'', '"');
    }
}
