package health.webqx.imaging.fhir;

import static health.webqx.imaging.fhir.Subscribing.STUDIES;
import static health.webqx.imaging.fhir.Subscribing.extension;
import static health.webqx.imaging.fhir.Subscribing.hook;
import static health.webqx.imaging.fhir.Subscribing.staff;
import static health.webqx.imaging.fhir.Subscribing.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Subscriber;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which Subscriptions are not accepted, and why. */
@QuarkusTest
class SubscriptionRefusalTest {
    private final String client = "client-" + UUID.randomUUID();
    private Subscriber subscriber;
    private String good;

    @BeforeEach
    void endpoint() throws IOException {
        subscriber = new Subscriber();
        good = subscription(STUDIES, "modality=CT", "id-only", hook(subscriber.url()));
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void namesThePlaceOfWhatIsNotUnderstood() throws Exception {
        refused(good.replace(STUDIES, "Observation?code=1"), "Subscription.criteria");
        refused(good.replace(STUDIES, STUDIES + "|9"), "Subscription.criteria");
        refused(good.replace("modality=CT", "description=x"), "Subscription.criteria.extension");
        refused(good.replace("modality=CT", "started=lastyear"), "Subscription.criteria.extension");
        refused(good.replace("modality=CT", "patient.name=x"), "Subscription.criteria.extension");
        refused(good.replace("modality=CT", "_has:Observation:patient:code=x"), "Subscription.criteria.extension");
        refused(good.replace("modality=CT", "modality=%zz"), "Subscription.criteria.extension");
        refused(good.replace("modality=CT", "modality"), "Subscription.criteria.extension");
        refused(good.replace("modality=CT", "Patient?name=x"), "Subscription.criteria.extension");
        refused(good.replace("filter-criteria", "other"), "Subscription.criteria.extension");
        refused(good.replace("id-only", "all"), "Subscription.channel.payload.extension");
        refused(good.replace("application/fhir+json", "application/fhir+xml"), "Subscription.channel.payload");
        refused(good.replace("\"rest-hook\"", "\"email\""), "Subscription.channel.type");
        refused(good.replace("\"rest-hook\"", "\"websocket\""), "Subscription.channel");
        refused(good.replace("\"requested\"", "\"active\""), "Subscription.status");
        refused(good.replace("\"requested\"", "\"error\""), "Subscription.status");
        refused(good.replace("\"reason\"", "\"end\":\"2020-01-01T00:00:00Z\",\"reason\""), "Subscription.end");
        refused(good.replace("\"reason\"", "\"end\":\"2199-01-01T00:00:00Z\",\"reason\""), "Subscription.end");
        refused(
                good.replace(
                        "\"reason\"", "\"modifierExtension\":[{\"url\":\"http://x\",\"valueCode\":\"y\"}],\"reason\""),
                "Subscription.modifierExtension");
        for (String channel : new String[] {
            extension("heartbeat-period", "valueUnsignedInt", 86401),
            extension("timeout", "valueUnsignedInt", 0),
            extension("timeout", "valueUnsignedInt", 61),
            extension("max-count", "valuePositiveInt", 101),
            extension("max-count", "valueUnsignedInt", 5),
            extension("else", "valueUnsignedInt", 5)
        }) {
            refused(
                    subscription(STUDIES, "", "id-only", hook(subscriber.url()) + "," + channel),
                    "Subscription.channel.extension");
        }
        assertThat(subscriber.hearsNothing(1000)).isTrue();
    }

    @Test
    void takesNoHeaderThatCouldBeMoreThanThat() {
        for (String header : new String[] {
            "Host: evil.org",
            "Content-Length: 5",
            "Cookie: a=b",
            "X-A: b\\r\\nHost: evil.org",
            "X-A: b\\nX-B: c",
            "X-A: \\u00e9",
            "X-A:",
            "X A: b",
            ": b",
            "X-A",
            "Authorization: ***"
        }) {
            refused(
                    good.replace("\"payload\"", "\"header\":[\"" + header + "\"],\"payload\""),
                    "Subscription.channel.header");
        }
        refused(
                good.replace("\"payload\"", "\"header\":[\"X-A:b\\u0000\"],\"payload\""),
                "Subscription.channel.header[0]");
        refused(
                good.replace("\"payload\"", "\"header\":[\"X-A: 1\",\"x-a: 2\"],\"payload\""),
                "Subscription.channel.header");
    }

    @Test
    void sendsNothingToWhereNobodySaidItMay() throws Exception {
        for (String endpoint : new String[] {
            "http://169.254.169.254/latest/meta-data",
            "http://[::1]:" + subscriber.port() + "/",
            "http://0.0.0.0:" + subscriber.port() + "/",
            "http://2130706433:" + subscriber.port() + "/",
            "http://127.0.0.1@169.254.169.254/",
            "http://user:pass@127.0.0.1:" + subscriber.port() + "/",
            "https://example.org/",
            "file:///etc/passwd"
        }) {
            refused(good.replace(subscriber.url(), endpoint), "Subscription.channel.endpoint");
        }
        assertThat(subscriber.hearsNothing(500)).isTrue();
    }

    @Test
    void asksANameWhereItLeads() throws Exception {
        String id = Subscribing.create(
                staff(client), good.replace(subscriber.url(), "http://localhost:" + subscriber.port() + "/hook"));

        Subscribing.awaitStatus(staff(client), id, "error");
        String error = staff(client).get("/fhir/Subscription/" + id).path("error");
        assertThat(error).isEqualTo("the endpoint's address is not allowed");
        assertThat(subscriber.hearsNothing(500)).isTrue();
    }

    @Test
    void lastsNotForEver() {
        String id = Subscribing.create(staff(client), good);

        String end = staff(client).get("/fhir/Subscription/" + id).path("end");
        assertThat(java.time.Instant.parse(end))
                .isBetween(
                        java.time.Instant.now().plus(java.time.Duration.ofDays(30)),
                        java.time.Instant.now().plus(java.time.Duration.ofDays(31)));
    }

    @Test
    void refusesOperationsThatMakeNoSense() {
        String id = Subscribing.create(staff(client), good);

        assertThat(staff(client)
                        .get("/fhir/Subscription/" + id + "/$events?eventsSinceNumber=x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(staff(client)
                        .get("/fhir/Subscription/" + id + "/$events?content=all")
                        .statusCode())
                .isEqualTo(400);
        assertThat(staff(client)
                        .get("/fhir/Subscription/" + id + "/$get-ws-binding-token")
                        .statusCode())
                .isEqualTo(422);
        assertThat(staff(client).get("/fhir/Subscription/$get-ws-binding-token").statusCode())
                .isEqualTo(422);
        assertThat(staff(client).get("/fhir/ws").statusCode()).isEqualTo(400);
        assertThat(io.restassured.RestAssured.get("/fhir/Subscription/" + id + "/$status")
                        .statusCode())
                .isEqualTo(401);
    }

    private void refused(String subscription, String place) {
        Response answer = staff(client).body(subscription).post("/fhir/Subscription");
        assertThat(answer.statusCode()).as(subscription + answer.asString()).isEqualTo(422);
        assertThat(answer.<String>path("issue[0].expression[0]"))
                .as(subscription + answer.asString())
                .isEqualTo(place);
    }
}
