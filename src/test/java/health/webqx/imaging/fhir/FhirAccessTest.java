package health.webqx.imaging.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers of the FHIR door get and do not get, against the real database and real tokens. */
@QuarkusTest
class FhirAccessTest {
    private final String anna = "anna-" + UUID.randomUUID();
    private final String ben = "ben-" + UUID.randomUUID();
    private final String study = "study-" + UUID.randomUUID();
    private final String endpoint = "endpoint-" + UUID.randomUUID();

    @BeforeEach
    void twoPatientsOneStudyOneConsent() {
        put("Patient", anna, "'name':[{'family':'Keller'}]");
        put("Patient", ben, "'name':[{'family':'Okafor'}]");
        put(
                "Endpoint",
                endpoint,
                "'status':'active','address':'http://x','payloadType':[{'text':'DICOM'}],'connectionType':"
                        + "{'system':'http://terminology.hl7.org/CodeSystem/endpoint-connection-type','code':'dicom-wado-rs'}");
        put(
                "ImagingStudy",
                study,
                "'status':'available','subject':{'reference':'Patient/" + anna + "'},'started':'2026-03-01T10:00:00Z',"
                        + "'series':[{'uid':'1.2.3','modality':{'system':'http://dicom.nema.org/resources/ontology/DCM',"
                        + "'code':'CT'}}],"
                        + "'endpoint':[{'reference':'Endpoint/" + endpoint + "'}]");
        consentOf(anna, "'type':'permit'");
    }

    /** smart-app-launch_2.2.0: 247. */
    @Test
    void answersNobodyWithoutAToken() {
        given().get("/fhir/Patient/" + anna)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue[0].code", equalTo("login"));
        given().queryParam("access_token", Sandbox.token("system/*.rs", Map.of()))
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(401);
    }

    @Test
    void refusesTokensNobodyTrustedHasSigned() {
        String good = Sandbox.token("system/*.rs", Map.of());
        String[] parts = good.split("\\.");
        for (String bad : List.of(
                "rubbish",
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + parts[2].substring(1) + "A",
                Sandbox.token("system/*.rs", Map.of("expires_in", "-60")))) {
            Sandbox.bearing(bad)
                    .get("/fhir/Patient/" + anna)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", containsString("invalid_token"));
        }
    }

    @Test
    void refusesTwoTokens() {
        String token = Sandbox.token("system/*.rs", Map.of());
        given().header("Authorization", "Bearer " + token, "Bearer " + token)
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(400);
    }

    /** smart-app-launch_2.2.0: 136, 367. */
    @Test
    void showsAPatientTheirOwnRecordOnly() {
        Sandbox.patient(anna)
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(200)
                .body("id", equalTo(anna));
        Sandbox.patient(anna)
                .get("/fhir/ImagingStudy?patient=" + anna)
                .then()
                .statusCode(200)
                .body("total", equalTo(1))
                .body("entry[0].resource.id", equalTo(study));
        Sandbox.patient(anna)
                .get("/fhir/Patient")
                .then()
                .statusCode(200)
                .body("entry.resource.id", equalTo(List.of(anna)));
    }

    @Test
    void hidesAnotherPatientsRecord() {
        Response absent = Sandbox.patient(ben).get("/fhir/ImagingStudy/never-was");
        Response hidden = Sandbox.patient(ben).get("/fhir/ImagingStudy/" + study);

        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(hidden.asString().replace(study, "never-was")).isEqualTo(absent.asString());
        Sandbox.patient(ben).get("/fhir/ImagingStudy?patient=" + anna).then().statusCode(403);
        Sandbox.patient(ben)
                .get("/fhir/ImagingStudy?patient=Patient/" + anna)
                .then()
                .statusCode(403);
        Sandbox.patient(ben).get("/fhir/Patient?_id=" + anna).then().statusCode(403);
        Sandbox.patient(ben).get("/fhir/ImagingStudy").then().statusCode(200).body("total", equalTo(0));
        Sandbox.patient(ben)
                .contentType("application/x-www-form-urlencoded")
                .formParam("patient", anna)
                .post("/fhir/ImagingStudy/_search")
                .then()
                .statusCode(403);
    }

    /** smart-app-launch_2.2.0: 119, 245. */
    @Test
    void opensImagesByConsentOnlyAndClosesThemWithIt() {
        put("ImagingStudy", study + "b", "'status':'available','subject':{'reference':'Patient/" + ben + "'}");
        Sandbox.patient(ben).get("/fhir/ImagingStudy/" + study + "b").then().statusCode(404);

        String consent = consentOf(ben, "'type':'permit','period':{'end':'2099'}");
        Sandbox.patient(ben).get("/fhir/ImagingStudy/" + study + "b").then().statusCode(200);

        Sandbox.backend().delete("/fhir/Consent/" + consent).then().statusCode(204);
        Sandbox.patient(ben).get("/fhir/ImagingStudy/" + study + "b").then().statusCode(404);

        consentOf(ben, "'type':'permit','period':{'end':'2020'}");
        Sandbox.patient(ben)
                .get("/fhir/ImagingStudy?patient=" + ben)
                .then()
                .statusCode(200)
                .body("total", equalTo(0));
    }

    /** smart-app-launch_2.2.0: 370. */
    @Test
    void limitsAGranularScopeToWhatItNames() {
        Map<String, String> context = Map.of("patient", anna);
        String system = "http://dicom.nema.org/resources/ontology/DCM|";
        String path = "/fhir/ImagingStudy/" + study;

        Sandbox.with("patient/ImagingStudy.rs?modality=" + system + "CT", context)
                .get(path)
                .then()
                .statusCode(200);
        Sandbox.with("patient/ImagingStudy.rs?modality=" + system + "MR", context)
                .get(path)
                .then()
                .statusCode(404);
        Sandbox.with("patient/ImagingStudy.rs?no-such=x", context)
                .get(path)
                .then()
                .statusCode(404);
    }

    /** smart-app-launch_2.2.0: 95, 243, 266. */
    @Test
    void separatesReadingFromSearching() {
        Map<String, String> context = Map.of("patient", anna);

        Sandbox.with("patient/Patient.r", context).get("/fhir/Patient").then().statusCode(403);
        Sandbox.with("patient/Patient.s", context)
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(403);
        Sandbox.with("patient/Patient.rs", Map.of())
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(403);
        Sandbox.with("patient/Patient.rs", context)
                .get("/fhir/ImagingStudy")
                .then()
                .statusCode(403);
    }

    @Test
    void bringsAlongWhatTheCallerMaySee() {
        String query = "/fhir/ImagingStudy?_include=ImagingStudy:endpoint&_include=ImagingStudy:patient&_id=" + study;

        Sandbox.patient(anna)
                .get(query)
                .then()
                .statusCode(200)
                .body("entry.search.mode", equalTo(List.of("match", "include", "include")))
                .body("entry.resource.id", hasItem(endpoint));
        Sandbox.with("patient/ImagingStudy.rs", Map.of("patient", anna))
                .get(query)
                .then()
                .statusCode(200)
                .body("entry", hasSize(1));
    }

    @Test
    void letsAPatientWriteIntoTheirOwnRecordOnly() {
        String observation =
                "{'resourceType':'Observation','status':'final','code':{'text':'weight'},'subject':{'reference':'Patient/%s'}}"
                        .replace('\'', '"');
        String id = Sandbox.patient(anna)
                .body(observation.formatted(anna))
                .post("/fhir/Observation")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        Sandbox.patient(anna)
                .body(observation.formatted(ben))
                .post("/fhir/Observation")
                .then()
                .statusCode(403);
        String moved = observation.formatted(ben).replace("\"status\"", "\"id\":\"" + id + "\",\"status\"");
        Sandbox.patient(anna).body(moved).put("/fhir/Observation/" + id).then().statusCode(403);
        Sandbox.patient(ben).body(moved).put("/fhir/Observation/" + id).then().statusCode(404);
        Sandbox.patient(ben).delete("/fhir/Observation/" + id).then().statusCode(404);
        Sandbox.patient(anna)
                .get("/fhir/Observation/" + id)
                .then()
                .statusCode(200)
                .body("meta.versionId", equalTo("1"));
    }

    /** smart-app-launch_2.2.0: 138. */
    @Test
    void hidesWhoElseIsInAGroup() {
        String member = "{'entity':{'reference':'Patient/%s'}}";
        String group = "'type':'person','actual':true,'member':[" + member.formatted(anna);
        put("Group", study + "-own", group + "]");
        put("Group", study + "-shared", group + "," + member.formatted(ben) + "]");

        Sandbox.patient(anna).get("/fhir/Group/" + study + "-own").then().statusCode(200);
        Sandbox.patient(anna).get("/fhir/Group/" + study + "-shared").then().statusCode(404);
    }

    @Test
    void letsNobodyGrantThemselvesImages() {
        Sandbox.patient(ben)
                .body(consent(ben, "'type':'permit'"))
                .post("/fhir/Consent")
                .then()
                .statusCode(403);
        Sandbox.with("user/*.cruds", Map.of("fhirUser", "Practitioner/lena"))
                .body(json("ImagingStudy", "x", "'status':'available','subject':{'reference':'Patient/" + ben + "'}"))
                .put("/fhir/ImagingStudy/x")
                .then()
                .statusCode(403);
        Sandbox.backend()
                .body("{\"resourceType\":\"AuditEvent\"}")
                .post("/fhir/AuditEvent")
                .then()
                .statusCode(403);
    }

    @Test
    void recordsEachAccessAndEachRefusal() {
        Sandbox.patient(anna).header("X-Request-Id", "granted-" + study).get("/fhir/ImagingStudy/" + study);
        Sandbox.patient(ben).get("/fhir/ImagingStudy?patient=" + anna).then().statusCode(403);

        Sandbox.backend()
                .get("/fhir/AuditEvent?patient=" + anna + "&_count=100")
                .then()
                .statusCode(200)
                .body("entry.resource.outcome", hasItem("0"))
                .body("entry.resource.outcome", hasItem("4"))
                .body(containsString("granted-" + study))
                .body(containsString("IHE.BasicAudit.PatientRead"));
        Sandbox.patient(anna).get("/fhir/AuditEvent").then().body("total", equalTo(0));
        Sandbox.with("user/*.rs", Map.of("fhirUser", "Practitioner/lena"))
                .get("/fhir/AuditEvent")
                .then()
                .body("total", equalTo(0));
    }

    @Test
    void recordsRefusedStrangers() {
        String requestId = "stranger-" + UUID.randomUUID();
        given().header("X-Request-Id", requestId)
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(401);

        Sandbox.backend()
                .get("/fhir/AuditEvent?outcome=4&entity:identifier=" + requestId)
                .then()
                .statusCode(200)
                .body(containsString(requestId));
    }

    @Test
    void answersMoreReadersOfTheAuditThanItHasConnections() {
        String token = Sandbox.token("system/*.rs", Map.of());
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 100)
                .mapToObj(i -> HttpRequest.newBuilder(
                                URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/fhir/AuditEvent?_count=1"))
                        .header("Authorization", "Bearer " + token)
                        .header("User-Agent", "reader " + i)
                        .build())
                .map(request -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .thenApply(HttpResponse::statusCode))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
    }

    @Test
    void neverLeaksAnOlderVersionOfAnotherPatientsRecord() {
        String id = "obs-" + UUID.randomUUID();
        put("Observation", id, "'status':'final','code':{'text':'a'},'subject':{'reference':'Patient/" + anna + "'}");
        put("Observation", id, "'status':'final','code':{'text':'a'},'subject':{'reference':'Patient/" + ben + "'}");

        Sandbox.patient(ben)
                .get("/fhir/Observation/" + id + "/_history/2")
                .then()
                .statusCode(200);
        Sandbox.patient(ben)
                .get("/fhir/Observation/" + id + "/_history/1")
                .then()
                .statusCode(404);
        Sandbox.patient(anna)
                .get("/fhir/Observation/" + id + "/_history/1")
                .then()
                .statusCode(404);
        Sandbox.backend().get("/fhir/Observation/" + id + "/_history/1").then().statusCode(200);
    }

    @Test
    void bindsAPageToItsCallerAndItsSearch() {
        for (int i = 0; i < 3; i++) {
            put(
                    "Observation",
                    study + i,
                    "'status':'final','code':{'text':'a'},'subject':{'reference':'Patient/" + anna + "'}");
        }
        Response first = Sandbox.patient(anna).get("/fhir/Observation?_count=2");
        String next = first.path("link.find { it.relation == 'next' }.url");
        first.then().body("entry", hasSize(2)).body("total", nullValue());

        Sandbox.patient(anna)
                .urlEncodingEnabled(false)
                .get(next)
                .then()
                .statusCode(200)
                .body("entry", hasSize(1));
        Sandbox.patient(ben).urlEncodingEnabled(false).get(next).then().statusCode(400);
        Sandbox.patient(anna)
                .urlEncodingEnabled(false)
                .get(next.replace("_count=2", "_count=1"))
                .then()
                .statusCode(400);
        Sandbox.patient(anna)
                .get("/fhir/Observation?_count=2&_page=AAAAAAAAAAAA")
                .then()
                .statusCode(400);
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        Sandbox.backend()
                .body("{\"resourceType\":")
                .post("/fhir/Patient")
                .then()
                .statusCode(400)
                .body("issue[0].diagnostics", containsString("line 1"));
        Sandbox.backend()
                .body("{\"resourceType\":\"Patient\",\"nme\":1}")
                .post("/fhir/Patient")
                .then()
                .statusCode(422)
                .body("issue[0].diagnostics", containsString("nme"));
        Sandbox.backend()
                .body("{\"resourceType\":\"Group\"}")
                .post("/fhir/Patient")
                .then()
                .statusCode(400);
        Sandbox.backend().get("/fhir/Pineapple/1").then().statusCode(404);
        Sandbox.backend()
                .get("/fhir/Patient?birthdate=xx2020")
                .then()
                .statusCode(400)
                .body("issue[0].expression[0]", equalTo("birthdate"));
        Sandbox.backend()
                .header("Prefer", "handling=strict")
                .get("/fhir/Patient?colour=red")
                .then()
                .statusCode(400)
                .body("issue[0].expression[0]", equalTo("colour"));
        Sandbox.backend()
                .get("/fhir/Patient?colour=red&_id=" + anna)
                .then()
                .statusCode(200)
                .body("link[0].url", not(containsString("colour")))
                .body("link[0].url", containsString("_id=" + anna));
        Sandbox.backend()
                .header("Accept", "text/csv")
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(406);
        Sandbox.backend()
                .header("If-Match", "W/\"7\"")
                .body(json("Patient", anna, "'active':true"))
                .put("/fhir/Patient/" + anna)
                .then()
                .statusCode(412);
    }

    @Test
    void findsByEachKindOfParameter() {
        put(
                "Patient",
                anna,
                "'identifier':[{'system':'urn:mrn','value':'" + anna + "'}],'name':[{'family':'Müller-" + anna
                        + "'}],'birthDate':'1980-04-02','gender':'female'");
        for (String query : List.of(
                "identifier=urn:mrn|" + anna,
                "identifier=" + anna,
                "family=muller-" + anna.substring(0, 12),
                "family:exact=Müller-" + anna,
                "_id=" + anna + "&birthdate=1980",
                "_id=" + anna + "&birthdate=ge1980-04-02&birthdate=lt1980-04-03",
                "_id=" + anna + "&gender=female",
                "_id=" + anna + "&_lastUpdated=gt2020-01-01")) {
            Sandbox.backend()
                    .get("/fhir/Patient?" + query)
                    .then()
                    .statusCode(200)
                    .body("entry.resource.id", equalTo(List.of(anna)));
        }
        Sandbox.backend()
                .get("/fhir/Patient?_id=" + anna + "&birthdate=gt1980-04-02")
                .then()
                .body("total", equalTo(0));
        Sandbox.backend()
                .get("/fhir/Patient?_id=" + anna + "&gender=male")
                .then()
                .body("total", equalTo(0));
    }

    @Test
    void tellsADeletedResourceFromOneThatNeverWas() {
        Sandbox.backend().delete("/fhir/Patient/" + ben).then().statusCode(204);
        Sandbox.backend().get("/fhir/Patient/" + ben).then().statusCode(410);
        Sandbox.backend().get("/fhir/Patient/" + ben + "/_history/1").then().statusCode(200);
        Sandbox.patient(anna).get("/fhir/Patient/" + ben).then().statusCode(404);
        Sandbox.backend().get("/fhir/Patient?_id=" + ben).then().body("total", equalTo(0));
        put("Patient", ben, "'active':true");
        Sandbox.backend().get("/fhir/Patient/" + ben).then().statusCode(200).body("meta.versionId", equalTo("3"));
    }

    @Test
    void describesItselfToEverybody() {
        given().get("/fhir/metadata")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "*")
                .body("rest[0].resource.type", hasItem("ImagingStudy"));
        given().header("Accept", "text/html")
                .get("/fhir/.well-known/smart-configuration")
                .then()
                .statusCode(200)
                .body("capabilities", hasItem("permission-v2"))
                .body("issuer", endsWith("/sandbox"))
                .body("token_endpoint", endsWith("/sandbox/token"))
                .body("jwks_uri", endsWith("/sandbox/jwks"))
                .body("scopes_supported", hasItem("webqx/deidentified"));
    }

    private static String consentOf(String patient, String provision) {
        return Sandbox.backend()
                .body(consent(patient, provision))
                .post("/fhir/Consent")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String consent(String patient, String provision) {
        return ("{'resourceType':'Consent','status':'active','scope':{'coding':[{'system':"
                        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
                        + "'category':[{'text':'access'}],'patient':{'reference':'Patient/" + patient
                        + "'},'provision':{" + provision + "}}")
                .replace('\'', '"');
    }

    private static void put(String type, String id, String members) {
        int status = Sandbox.backend()
                .body(json(type, id, members))
                .put("/fhir/" + type + "/" + id)
                .statusCode();
        assertThat(status).isIn(200, 201);
    }

    private static String json(String type, String id, String members) {
        return ("{'resourceType':'" + type + "','id':'" + id + "'," + members + "}").replace('\'', '"');
    }
}
