package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FHIRPath Patch by itself, by condition, and both forms of a patch in Bundles. */
@QuarkusTest
class FhirPatchTest {
    private static final String MALE = patch("add", "Patient", "'name','valueString':'gender'", "'valueCode':'male'");

    private final String id = "p-" + UUID.randomUUID();

    @BeforeEach
    void aPatient() {
        Sandbox.backend()
                .body(q("{'resourceType':'Patient','id':'" + id
                        + "','name':[{'family':'Keller'}],'identifier':[{'system':" + "'urn:patch','value':'" + id
                        + "'}],'extension':[{'url':'urn:d','valueDecimal':1.500}]}"))
                .put("/fhir/Patient/" + id)
                .then()
                .statusCode(201);
    }

    @Test
    void changesElementsAndLeavesTheRestAsItWasStored() {
        patch(Sandbox.backend(), MALE)
                .then()
                .statusCode(200)
                .header("ETag", "W/\"2\"")
                .header("Location", endsWith("/fhir/Patient/" + id + "/_history/2"));
        String read = Sandbox.backend().get("/fhir/Patient/" + id).asString();
        assertThat(read).contains("\"valueDecimal\":1.500").contains("\"gender\":\"male\"");
        assertThat(read.indexOf("\"name\"")).isLessThan(read.indexOf("\"identifier\""));
    }

    @Test
    void takesXmlToo() {
        Sandbox.backend()
                .contentType("application/fhir+xml")
                .body("<Parameters xmlns='http://hl7.org/fhir'><parameter><name value='operation'/>"
                        + "<part><name value='type'/><valueCode value='replace'/></part>"
                        + "<part><name value='path'/><valueString value=\"Patient.extension('urn:d').value\"/></part>"
                        + "<part><name value='value'/><valueDecimal value='2.50'/></part></parameter></Parameters>")
                .patch("/fhir/Patient/" + id)
                .then()
                .statusCode(200);
        assertThat(Sandbox.backend().get("/fhir/Patient/" + id).asString()).contains("\"valueDecimal\":2.50");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 {'resourceType':'Patient'}",
                "400 []",
                "400 {'resourceType':'Parameters','parameter':[{'name':'x'}]}",
                "400 {",
                "422 {'resourceType':'Parameters','nonsense':1}",
            })
    void refusesWhatIsNoPatchAndNamesThePlace(String refused) {
        patch(Sandbox.backend(), refused.substring(4))
                .then()
                .statusCode(status(refused))
                .body("resourceType", equalTo("OperationOutcome"));
        Sandbox.backend().get("/fhir/Patient/" + id).then().header("ETag", "W/\"1\"");
    }

    @Test
    void refusesWhatLeavesNoValidResourceOrAnotherId() {
        patch(Sandbox.backend(), patch("add", "Patient", "'name','valueString':'gender'", "'valueCode':'strange'"))
                .then()
                .statusCode(422);
        patch(Sandbox.backend(), patch("replace", "Patient.id", "", "'valueId':'other'"))
                .then()
                .statusCode(422)
                .body("issue[0].expression[0]", equalTo("Patient.id"));
        patch(Sandbox.backend(), patch("delete", "Patient.nothing.where(", "", ""))
                .then()
                .statusCode(400)
                .body("issue[0].expression[0]", startsWith("Parameters.parameter[0]"));
        patch(Sandbox.backend().header("If-Match", "W/\"9\""), MALE).then().statusCode(412);
        Sandbox.backend().get("/fhir/Patient/" + id).then().header("ETag", "W/\"1\"");
    }

    @Test
    void changesNothingThatTheCallerMayNotWrite() {
        String observation = "/fhir/Observation/"
                + Sandbox.backend()
                        .body(q("{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':"
                                + "{'reference':'Patient/" + id + "'}}"))
                        .post("/fhir/Observation")
                        .jsonPath()
                        .getString("id");
        String note = q(patch("add", "Observation", "'name','valueString':'value'", "'valueString':'x'"));
        String subject =
                q(patch("replace", "Observation.subject.reference", "", "'valueString':'Patient/someone-else'"));

        Sandbox.patient("someone-else").body(note).patch(observation).then().statusCode(404);
        Sandbox.with("patient/*.rs", Map.of("patient", id))
                .body("{")
                .patch(observation)
                .then()
                .statusCode(403);
        Sandbox.with("patient/*.u", Map.of("patient", id))
                .body(note)
                .patch(observation)
                .then()
                .statusCode(403);
        Sandbox.with("patient/*.u", Map.of("patient", id))
                .body(bundle(
                        "transaction",
                        "{'request':{'method':'PATCH','url':'" + observation.substring("/fhir/".length())
                                + "'},'resource':{'resourceType':'Parameters'}}"))
                .post("/fhir")
                .then()
                .statusCode(403);
        Sandbox.patient(id).body(subject).patch(observation).then().statusCode(403);
        Sandbox.patient(id).body(note).patch(observation).then().statusCode(200);
    }

    @Test
    void changesTheOneThatMeetsACondition() {
        Sandbox.backend()
                .body(q(MALE))
                .patch("/fhir/Patient?identifier=urn:patch|" + id)
                .then()
                .statusCode(200)
                .body("gender", equalTo("male"));
        Sandbox.backend()
                .body(q(MALE))
                .patch("/fhir/Patient?identifier=urn:patch|none")
                .then()
                .statusCode(404);
    }

    @Test
    void answersAsPreferred() {
        patch(Sandbox.backend().header("Prefer", "return=OperationOutcome"), MALE)
                .then()
                .statusCode(200)
                .body("issue[0].severity", equalTo("information"));
        assertThat(patch(
                                Sandbox.backend().header("Prefer", "return=minimal"),
                                patch("delete", "Patient.gender", "", ""))
                        .asString())
                .isEmpty();
        Sandbox.backend()
                .header("Prefer", "return=OperationOutcome")
                .delete("/fhir/Patient/" + id)
                .then()
                .statusCode(200)
                .body("issue[0].severity", equalTo("information"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "transaction"})
    void patchesInBundlesInTheOrderOfTheStandard(String type) {
        String byId = "{'request':{'method':'PATCH','url':'Patient/" + id + "'},'resource':" + MALE + "}";
        String where = "{'request':{'method':'PATCH','url':'Patient?identifier=urn:patch|" + id + "2'},'resource':"
                + binary("application/json-patch+json", "[{'op':'add','path':'/gender','value':'female'}]") + "}";
        String other = "{'request':{'method':'PUT','url':'Patient/" + id + "-2'},'resource':{'resourceType':'Patient',"
                + "'id':'" + id + "-2','identifier':[{'system':'urn:patch','value':'" + id + "2'}]}}";
        Sandbox.backend().body(bundle("batch", other)).post("/fhir").then().statusCode(200);

        Response answer = Sandbox.backend()
                .header("Prefer", "return=representation")
                .body(bundle(
                        type,
                        byId,
                        where,
                        "{'request':{'method':'GET','url':'Patient/" + id + "'}}",
                        "{'request':{'method':'HEAD','url':'Patient/" + id + "'}}"))
                .post("/fhir");

        answer.then()
                .statusCode(200)
                .body("entry[0].response.etag", equalTo("W/\"2\""))
                .body("entry[0].resource.gender", equalTo("male"))
                .body("entry[1].resource.gender", equalTo("female"))
                .body("entry[2].resource.gender", equalTo("male"))
                .body("entry[2].response.etag", equalTo("W/\"2\""))
                .body("entry[3].response.etag", equalTo("W/\"2\""));
        assertThat(answer.jsonPath().<Map<String, Object>>get("entry[3]")).doesNotContainKey("resource");
    }

    @Test
    void leadsReferencesInAPatchToWhatTheSameTransactionCreates() {
        String urn = "urn:uuid:" + UUID.randomUUID();
        Sandbox.backend()
                .body(bundle(
                        "transaction",
                        "{'request':{'method':'PATCH','url':'Patient/" + id + "'},'resource':"
                                + patch(
                                        "add",
                                        "Patient",
                                        "'name','valueString':'managingOrganization'",
                                        "'valueReference':{'reference':'" + urn + "'}")
                                + "}",
                        "{'fullUrl':'" + urn + "','request':{'method':'POST','url':'Organization'},'resource':"
                                + "{'resourceType':'Organization','name':'x'}}"))
                .post("/fhir")
                .then()
                .statusCode(200);
        Sandbox.backend()
                .get("/fhir/Patient/" + id)
                .then()
                .body("managingOrganization.reference", startsWith("Organization/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 'url':'Patient' | {'resourceType':'Parameters'}",
                "400 'url':'Patient/ID' | {'resourceType':'Patient'}",
                "415 'url':'Patient/ID' | {'resourceType':'Binary','contentType':'text/plain','data':'YQ=='}",
                "400 'url':'Patient/ID' | {'resourceType':'Binary','contentType':'application/json-patch+json','data':'YQ=='}",
                "422 'url':'Patient/ID' | {'resourceType':'Binary','contentType':'application/json-patch+json','data':'W3sib3AiOiJyZW1vdmUiLCJwYXRoIjoiL3gifV0='}",
                "412 'url':'Patient/ID','ifMatch':'W/\\'7\\'' | {'resourceType':'Parameters'}",
                "404 'url':'Patient?identifier=urn:patch|nobody' | {'resourceType':'Parameters'}",
                "404 'url':'Patient/nobody-at-all' | {'resourceType':'Parameters'}",
            })
    void undoesATransactionWhosePatchFails(String refused) {
        String[] halves = refused.substring(4).replace("ID", id).split(" \\| ");
        String entry = "{'request':{'method':'PATCH'," + halves[0] + "},'resource':" + halves[1] + "}";
        String created = "{'request':{'method':'POST','url':'Basic'},'resource':{'resourceType':'Basic',"
                + "'identifier':[{'system':'urn:patch','value':'" + id + "'}],'code':{'text':'x'}}}";
        Sandbox.backend()
                .body(bundle("transaction", created, entry))
                .post("/fhir")
                .then()
                .statusCode(status(refused))
                .body("issue[0].expression[0]", startsWith("Bundle.entry[1]"));
        Sandbox.backend().get("/fhir/Basic?identifier=urn:patch|" + id).then().body("total", equalTo(0));
    }

    @Test
    void tellsThatItPatches() {
        Sandbox.backend()
                .get("/fhir/metadata")
                .then()
                .body("patchFormat", hasItems("application/fhir+json", "application/json-patch+json"));
    }

    private static String binary(String type, String content) {
        String data = Base64.getEncoder().encodeToString(q(content).getBytes(StandardCharsets.UTF_8));
        return "{'resourceType':'Binary','contentType':'" + type + "','data':'" + data + "'}";
    }

    private static String bundle(String type, String... entries) {
        return q("{'resourceType':'Bundle','type':'" + type + "','entry':[" + String.join(",", entries) + "]}");
    }

    /** @param name a whole part, or nothing; so is the value */
    private static String patch(String type, String path, String name, String value) {
        return "{'resourceType':'Parameters','parameter':[{'name':'operation','part':[{'name':'type','valueCode':'"
                + type
                + "'},{'name':'path','valueString':'" + path + "'}"
                + (name.isEmpty() ? "" : ",{'name':" + name + "}")
                + (value.isEmpty() ? "" : ",{'name':'value'," + value + "}") + "]}]}";
    }

    private Response patch(RequestSpecification caller, String parameters) {
        return caller.body(q(parameters)).patch("/fhir/Patient/" + id);
    }

    private static int status(String refused) {
        return Integer.parseInt(refused.substring(0, 3));
    }

    private static String q(String json) {
        return json.replace('\'', '"');
    }
}
