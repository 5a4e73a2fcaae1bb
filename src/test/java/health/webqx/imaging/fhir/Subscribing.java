package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** What the tests of subscriptions write and ask for. */
final class Subscribing {
    static final String STUDIES = "https://webqx.health/fhir/SubscriptionTopic/imaging-study";
    static final String REPORTS = "https://webqx.health/fhir/SubscriptionTopic/diagnostic-report";
    private static final String GUIDE = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

    private Subscribing() {}

    static RequestSpecification staff(String client) {
        return Sandbox.with("user/*.cruds", Map.of("fhirUser", "Practitioner/lena-moreau", "client_id", client));
    }

    static RequestSpecification backend(String client) {
        return Sandbox.with("system/*.cruds", Map.of("client_id", client));
    }

    /** A Subscription; the channel's members without braces. */
    static String subscription(String topic, String filter, String content, String channel) {
        return ("{'resourceType':'Subscription','status':'requested','reason':'test','criteria':'" + topic + "',"
                        + (filter.isEmpty()
                                ? ""
                                : "'_criteria':{'extension':[{'url':'" + GUIDE + "filter-criteria','valueString':'"
                                        + filter + "'}]},")
                        + "'channel':{" + channel
                        + ",'payload':'application/fhir+json','_payload':{'extension':[{'url':'"
                        + GUIDE + "payload-content','valueCode':'" + content + "'}]}}}")
                .replace('\'', '"');
    }

    static String hook(String url) {
        return "'type':'rest-hook','endpoint':'" + url + "'";
    }

    static String extension(String name, String value, int number) {
        return "'extension':[{'url':'" + GUIDE + name + "','" + value + "':" + number + "}]";
    }

    static String create(RequestSpecification caller, String subscription) {
        Response answer = caller.body(subscription).post("/fhir/Subscription");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
        return answer.path("id");
    }

    static void awaitStatus(RequestSpecification owner, String id, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> status.equals(owner.get("/fhir/Subscription/" + id).path("status")));
    }

    static void putStudy(String id, String patient, String more) {
        put("ImagingStudy", id, "'status':'available','subject':{'reference':'Patient/" + patient + "'}" + more);
    }

    static void put(String type, String id, String members) {
        String json = ("{'resourceType':'" + type + "','id':'" + id + "'," + members + "}").replace('\'', '"');
        int status =
                Sandbox.backend().body(json).put("/fhir/" + type + "/" + id).statusCode();
        assertThat(status).isIn(200, 201);
    }

    static String consentOf(String patient) {
        String consent = ("{'resourceType':'Consent','status':'active','scope':{'coding':[{'system':"
                        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
                        + "'category':[{'text':'access'}],'patient':{'reference':'Patient/" + patient
                        + "'},'provision':{'type':'permit'}}")
                .replace('\'', '"');
        return Sandbox.backend().body(consent).post("/fhir/Consent").path("id");
    }
}
