package health.webqx.imaging.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is wrong with a request is told by the right status and in an OperationOutcome that names the place; and nothing is
 * changed by it.
 */
@QuarkusTest
class FhirBadInputTest {
    private static final String ID = "bad-input";

    /** Bodies that are no resource, whichever interaction they are sent with, and where they are wrong. */
    private static final Map<String, byte[]> BROKEN = Map.ofEntries(
            body("malformed", "{\"resourceType\":\"Patient\","),
            body("nothing at all", ""),
            body("no object", "[]"),
            body("something behind it", "{\"resourceType\":\"Patient\",\"id\":\"bad-input\"} x"),
            body("nested without end", "{\"a\":".repeat(100_000)),
            body("arrays without end", "[".repeat(100_000)),
            body(
                    "names twice",
                    "{\"resourceType\":\"Patient\",\"id\":\"bad-input\",\"gender\":\"male\",\"gender\":\"male\"}"),
            body("not a number", "{\"resourceType\":\"Patient\",\"id\":\"bad-input\",\"multipleBirthInteger\":NaN}"),
            body(
                    "a number nobody can write",
                    "{\"resourceType\":\"Patient\",\"id\":\"bad-input\",\"extension\":[{\"url\":\"u\",\"valueDecimal\":1e99999}]}"),
            body("NUL as it is", "{\"resourceType\":\"Patient\",\"id\":\"bad-input\",\"language\":\"\u0000\"}"),
            body("XML that is none", "<Patient xmlns=\"http://hl7.org/fhir\"><id"),
            Map.entry("UTF-8 that is none", new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '(', '"', '}'}));

    private static Map.Entry<String, byte[]> body(String name, String text) {
        return Map.entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private String version = "";

    @BeforeEach
    void somethingThatIsThere() {
        Sandbox.backend()
                .body(json(
                        "{'resourceType':'Patient','id':'" + ID + "','identifier':[{'system':'urn:bad','value':'1'}]}"))
                .put("/fhir/Patient/" + ID);
        Sandbox.backend()
                .body(json("{'resourceType':'Patient','id':'" + ID
                        + "-2','identifier':[{'system':'urn:two','value':'1'}]}"))
                .put("/fhir/Patient/" + ID + "-2");
        Sandbox.backend()
                .body(json("{'resourceType':'Patient','id':'" + ID
                        + "-3','identifier':[{'system':'urn:two','value':'1'}]}"))
                .put("/fhir/Patient/" + ID + "-3");
        version = Sandbox.backend().get("/fhir/Patient/" + ID).header("ETag");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,  /fhir/Patient,                      application/fhir+json",
        "PUT,   /fhir/Patient/bad-input,            application/fhir+json",
        "PUT,   /fhir/Patient?identifier=urn:bad%7C1, application/fhir+json",
        "PATCH, /fhir/Patient/bad-input,            application/fhir+json",
        "PATCH, /fhir/Patient/bad-input,            application/json-patch+json",
        "PATCH, /fhir/Patient?identifier=urn:bad%7C1, application/json-patch+json",
        "POST,  /fhir,                              application/fhir+json",
        "POST,  /fhir/Patient/$validate,            application/fhir+json",
    })
    void refusesBodiesThatAreBroken(String method, String address, String type) {
        BROKEN.forEach((name, body) -> {
            boolean emptyPatch = name.equals("no object") && type.contains("patch");
            if (!emptyPatch) {
                Response answer = caller(type).body(body).request(method, address);
                assertThat(answer.statusCode()).as(name + answer.asString()).isEqualTo(400);
                assertThat(place(answer)).as(name).matches("body|byte \\d+|line \\d+, column \\d+");
            }
        });
        requireUnchanged();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    POST | /fhir/Patient | {'resourceType':'Observation','status':'final','code':{'text':'x'}} | 400 | resourceType
                    POST | /fhir/Patient | {'name':[]} | 400 | resourceType
                    POST | /fhir/Patient | {'resourceType':'Patient','nonsense':1} | 422 | Patient.*
                    POST | /fhir/Patient | {'resourceType':'Patient','birthDate':'soon'} | 422 | Patient.*
                    POST | /fhir/Patient | {'resourceType':'Patient','name':[{'family':'a\\u0000b'}]} | 422 | Patient.name\\[0\\].family
                    POST | /fhir/Patient | {'resourceType':'Patient','gender':'strange'} | 422 | Patient.*
                    POST | /fhir/Patient | {'resourceType':'Patient','name':{'family':'x'}} | 422 | Patient.*
                    POST | /fhir/Nothing | {'resourceType':'Nothing'} | 404 | Nothing
                    PUT | /fhir/Nothing/1 | {'resourceType':'Nothing','id':'1'} | 404 | Nothing
                    PUT | /fhir/Patient/bad-input | {'resourceType':'Patient','id':'other'} | 400 | Patient.id
                    PUT | /fhir/Patient/bad-input | {'resourceType':'Patient'} | 400 | Patient.id
                    PUT | /fhir/Patient/bad%20input | {'resourceType':'Patient','id':'bad input'} | 400 | Patient.id
                    PUT | /fhir/Patient?identifier=urn:bad%7C1 | {'resourceType':'Patient','id':'other'} | 400 | Patient.id
                    PUT | /fhir/Patient?identifier=urn:two%7C1 | {'resourceType':'Patient'} | 412 | .*
                    PUT | /fhir/Patient?nonsense=1 | {'resourceType':'Patient'} | 400 | nonsense
                    PUT | /fhir/Patient | {'resourceType':'Patient'} | 400 | .*
                    PATCH | /fhir/Patient/bad-input | {'resourceType':'Patient'} | 400 | .*
                    PATCH | /fhir/Patient/bad-input-none | {'resourceType':'Parameters'} | 404 | .*
                    DELETE | /fhir/Patient?identifier=urn:two%7C1 | - | 412 | .*
                    DELETE | /fhir/Patient?nonsense=1 | - | 400 | nonsense
                    DELETE | /fhir/Patient | - | 400 | .*
                    DELETE | /fhir/Patient/never-was | - | 404 | .*
                    DELETE | /fhir/Patient/bad%20id | - | 400 | Patient.id
                    GET | /fhir/Nothing/1 | - | 404 | Nothing
                    GET | /fhir/Patient/bad%20id | - | 400 | Patient.id
                    GET | /fhir/Patient/never-was | - | 404 | .*
                    GET | /fhir/Patient/bad-input/_history/x | - | 404 | .*
                    GET | /fhir/Patient/bad-input/_history/999999999 | - | 404 | .*
                    GET | /fhir/Patient?birthdate=zz2020 | - | 400 | birthdate
                    GET | /fhir/Patient?birthdate=2020-13-45 | - | 400 | birthdate
                    GET | /fhir/Patient?_lastUpdated=soon | - | 400 | _lastUpdated
                    GET | /fhir/Patient?_count=many | - | 400 | _count
                    GET | /fhir/Patient?_count=99999999999999999999 | - | 400 | _count
                    GET | /fhir/Patient?_count=-1 | - | 400 | _count
                    GET | /fhir/Patient?_page=forged | - | 400 | _page
                    GET | /fhir/Patient/bad-input/_history?_since=soon | - | 400 | _since
                    GET | /fhir/Patient/_history?_count=x | - | 400 | _count
                    GET | /fhir/_history?_page=forged | - | 400 | _page
                    """)
    void namesWhatIsWrong(String method, String address, String body, int status, String place) {
        RequestSpecification caller = caller("application/fhir+json");
        Response answer = (body.equals("-") ? caller : caller.body(json(body))).request(method, address);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(place(answer)).matches(place);
        requireUnchanged();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PUT    | If-Match      | W/"77"  | 412 | If-Match
                    PUT    | If-Match      | 77      | 400 | If-Match
                    PUT    | If-None-Match | *       | 412 | If-None-Match
                    PATCH  | If-Match      | W/"77"  | 412 | If-Match
                    PATCH  | If-Match      | latest  | 400 | If-Match
                    DELETE | If-Match      | W/"77"  | 412 | If-Match
                    DELETE | If-Match      | W/77    | 400 | If-Match
                    PUT    | Accept        | text/csv | 406 | Accept
                    PATCH  | Accept        | text/csv | 406 | Accept
                    DELETE | Accept        | text/csv | 406 | Accept
                    GET    | Accept        | text/csv | 406 | Accept
                    """)
    void refusesAVersionThatIsNotCurrentAndAFormItDoesNotHave(
            String method, String header, String value, int status, String place) {
        String body = method.equals("PATCH")
                ? "{'resourceType':'Parameters'}"
                : "{'resourceType':'Patient','id':'" + ID + "'}";
        RequestSpecification caller = caller("application/fhir+json").header(header, value);
        Response answer = (method.equals("PUT") || method.equals("PATCH") ? caller.body(json(body)) : caller)
                .request(method, "/fhir/Patient/" + ID);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(place(answer)).isEqualTo(place);
        requireUnchanged();
    }

    @Test
    void refusesUnknownParametersWhereItIsAskedToBeStrict() {
        String chain = "subject:Patient" + ".link:Patient".repeat(20) + ".name";
        Map<String, String> addresses = Map.of(
                "/fhir/Patient?nonsense=1",
                "nonsense",
                "/fhir/Patient/_history?nonsense=1",
                "nonsense",
                "/fhir/Patient?_sort=nonsense",
                "_sort",
                "/fhir/Patient?_has:Observation:nonsense:code=x",
                "_has:Observation:nonsense:code",
                "/fhir/Observation?" + chain + "=x",
                chain);
        addresses.forEach((address, place) -> {
            Response answer =
                    Sandbox.backend().header("Prefer", "handling=strict").get(address);
            assertThat(answer.statusCode()).as(address).isEqualTo(400);
            assertThat(place(answer)).isEqualTo(place);
        });
    }

    @Test
    void takesAResourceOfTenMegabytesAndRefusesOneOfThirteen() throws IOException {
        String ten =
                json("{'resourceType':'Binary','contentType':'text/plain','data':'" + "QUFB".repeat(2_600_000) + "'}");
        Response taken =
                Sandbox.backend().header("Prefer", "return=minimal").body(ten).post("/fhir/Binary");
        assertThat(taken.statusCode()).isEqualTo(201);
        Sandbox.backend().delete(taken.header("Location").replaceFirst("/_history.*", ""));
        assertThat(statusOfThirteenMegabytes()).isEqualTo(413);
    }

    /** As a client does that waits for leave to send so much: the server hangs up on others while they send. */
    private int statusOfThirteenMegabytes() throws IOException {
        HttpURLConnection client = (HttpURLConnection)
                URI.create("http://localhost:" + port + "/fhir/Binary").toURL().openConnection();
        client.setRequestMethod("POST");
        client.setDoOutput(true);
        client.setFixedLengthStreamingMode(13 * 1024 * 1024);
        client.setRequestProperty("Authorization", "Bearer " + Sandbox.token("system/*.cruds", Map.of()));
        client.setRequestProperty("Content-Type", "application/fhir+json");
        client.setRequestProperty("Expect", "100-continue");
        try {
            client.getOutputStream().close();
        } catch (IOException refused) {
            return client.getResponseCode();
        }
        return client.getResponseCode();
    }

    @Test
    void takesAByteOrderMark() {
        byte[] marked =
                ("\ufeff" + json("{'resourceType':'Patient','id':'" + ID + "-bom'}")).getBytes(StandardCharsets.UTF_8);
        assertThat(caller("application/fhir+json")
                        .body(marked)
                        .put("/fhir/Patient/" + ID + "-bom")
                        .statusCode())
                .isBetween(200, 201);
        assertThat(Sandbox.backend().get("/fhir/Patient/" + ID + "-bom").asString())
                .startsWith("{");
    }

    private void requireUnchanged() {
        assertThat(Sandbox.backend().get("/fhir/Patient/" + ID).header("ETag")).isEqualTo(version);
        assertThat(Sandbox.backend()
                        .get("/fhir/Patient?identifier=urn:two|1")
                        .jsonPath()
                        .getInt("total"))
                .isEqualTo(2);
    }

    /** As it is, without what the test client would add to the type. */
    private static RequestSpecification caller(String type) {
        return given().config(io.restassured.RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(
                                        "application/json-patch+json", io.restassured.http.ContentType.TEXT)))
                .header("Authorization", "Bearer " + Sandbox.token("system/*.cruds", Map.of()))
                .urlEncodingEnabled(false)
                .contentType(type);
    }

    private static String place(Response answer) {
        assertThat(answer.jsonPath().getString("resourceType"))
                .as(answer.asString())
                .isEqualTo("OperationOutcome");
        String place = answer.jsonPath().getString("issue[0].expression[0]");
        return place == null ? "" : place;
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
