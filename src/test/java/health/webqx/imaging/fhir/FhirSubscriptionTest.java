package health.webqx.imaging.fhir;

import static health.webqx.imaging.fhir.Subscribing.awaitStatus;
import static health.webqx.imaging.fhir.Subscribing.backend;
import static health.webqx.imaging.fhir.Subscribing.create;
import static health.webqx.imaging.fhir.Subscribing.hook;
import static health.webqx.imaging.fhir.Subscribing.put;
import static health.webqx.imaging.fhir.Subscribing.putStudy;
import static health.webqx.imaging.fhir.Subscribing.staff;
import static health.webqx.imaging.fhir.Subscribing.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.Subscriber;
import health.webqx.imaging.Subscriber.Received;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What subscribers with a rest-hook are told, over real HTTP. */
@QuarkusTest
class FhirSubscriptionTest {
    private final String anna = "anna-" + UUID.randomUUID();
    private final String ben = "ben-" + UUID.randomUUID();
    private final String study = "study-" + UUID.randomUUID();
    private final String client = "client-" + UUID.randomUUID();
    private final String ofAnna = "ImagingStudy?patient=Patient/" + anna;
    private Subscriber subscriber;

    @BeforeEach
    void twoPatientsAndAnEndpoint() throws IOException {
        put("Patient", anna, "'active':true");
        put("Patient", ben, "'active':true");
        subscriber = new Subscriber();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void shakesHandsAndTellsOfNewAndChangedStudies() throws Exception {
        String id = create(
                staff(client),
                subscription(
                        Subscribing.STUDIES,
                        ofAnna,
                        "full-resource",
                        hook(subscriber.url()) + ",'header':['Authorization: Bearer hook-secret','X-Tenant: a']"));

        Received handshake = subscriber.next();
        assertThat(handshake.type()).isEqualTo("handshake");
        assertThat(handshake.count()).isZero();
        assertThat(handshake.headers().getFirst("Authorization")).isEqualTo("Bearer hook-secret");
        assertThat(handshake.headers().getFirst("X-Tenant")).isEqualTo("a");
        assertThat(handshake.headers().getFirst("Content-Type")).isEqualTo("application/fhir+json");
        assertThat(handshake.parameter("topic").path("valueCanonical").asText()).isEqualTo(Subscribing.STUDIES);
        awaitStatus(staff(client), id, "active");

        putStudy(study, anna, "");
        Received created = subscriber.next();
        putStudy(study, anna, ",'description':'changed'");
        Received changed = subscriber.next();

        assertThat(created.type()).isEqualTo("event-notification");
        assertThat(created.bundle().path("type").asText()).isEqualTo("history");
        assertThat(created.event("event-number").path("valueString").asText()).isEqualTo("1");
        assertThat(created.focus()).endsWith("/fhir/ImagingStudy/" + study);
        assertThat(created.bundle().at("/entry/1/resource/id").asText()).isEqualTo(study);
        assertThat(created.bundle().at("/entry/1/request/method").asText()).isEqualTo("POST");
        assertThat(changed.count()).isEqualTo(2);
        assertThat(changed.event("event-number").path("valueString").asText()).isEqualTo("2");
        assertThat(changed.bundle().at("/entry/1/resource/description").asText())
                .isEqualTo("changed");
        assertThat(changed.bundle().at("/entry/1/request/method").asText()).isEqualTo("PUT");

        putStudy(study + "-of-ben", ben, "");
        Sandbox.backend().delete("/fhir/ImagingStudy/" + study);
        assertThat(subscriber.hearsNothing(1500)).isTrue();
    }

    @Test
    void tellsOfReportsWithAsMuchAsIsWanted() throws Exception {
        String report = "'status':'final','code':{'text':'CT'},'subject':{'reference':'Patient/" + anna + "'}";
        try (Subscriber other = new Subscriber()) {
            create(staff(client), subscription(Subscribing.REPORTS, "patient=" + anna, "empty", hook(other.url())));
            create(
                    staff(client),
                    subscription(
                            Subscribing.REPORTS,
                            "DiagnosticReport?patient=" + anna + "&status=final",
                            "id-only",
                            hook(subscriber.url())));
            other.next("handshake");
            subscriber.next("handshake");

            put("DiagnosticReport", "draft-" + anna, report.replace("final", "preliminary"));
            put("DiagnosticReport", "report-" + anna, report);

            Received idOnly = subscriber.next("event-notification");
            assertThat(idOnly.focus()).endsWith("/fhir/DiagnosticReport/report-" + anna);
            assertThat(idOnly.count()).isEqualTo(1);
            assertThat(idOnly.bundle().path("entry")).hasSize(1);
            Received empty = other.next("event-notification");
            assertThat(empty.bundle().toString())
                    .doesNotContain("DiagnosticReport")
                    .doesNotContain(Subscribing.REPORTS);
        }
    }

    @Test
    void putsOffAndTriesAgainUntilTakenAndCountsOnce() throws Exception {
        String id = create(staff(client), subscription(Subscribing.STUDIES, ofAnna, "id-only", hook(subscriber.url())));
        subscriber.next("handshake");
        awaitStatus(staff(client), id, "active");
        subscriber.status = 500;
        putStudy(study, anna, "");

        assertThat(subscriber.next().count()).isEqualTo(1);
        subscriber.status = 204;
        Received again = subscriber.next();

        assertThat(again.count()).isEqualTo(1);
        assertThat(again.focus()).endsWith(study);
        assertThat(subscriber.hearsNothing(1000)).isTrue();
        staff(client)
                .get("/fhir/Subscription/" + id + "/$status")
                .then()
                .statusCode(200)
                .body("type", equalTo("searchset"))
                .body(
                        "entry[0].resource.parameter.find { it.name == 'events-since-subscription-start' }.valueString",
                        equalTo("1"));
    }

    @Test
    void givesUpAndComesBackWhenAskedTo() throws Exception {
        String body = subscription(
                Subscribing.STUDIES, ofAnna, "id-only", hook(subscriber.url()) + ",'header':['X-Key: k1']");
        String id = create(staff(client), body);
        subscriber.next("handshake");
        awaitStatus(staff(client), id, "active");
        subscriber.status = 503;
        putStudy(study, anna, "");
        awaitStatus(staff(client), id, "error");
        staff(client).get("/fhir/Subscription/" + id).then().body("error", containsString("503"));
        staff(client)
                .get("/fhir/Subscription/$status?status=error&id=" + id)
                .then()
                .body("entry[0].resource.parameter.name", hasItem("error"));

        subscriber.status = 200;
        String shown = staff(client).get("/fhir/Subscription/" + id).asString();
        assertThat(shown).contains("X-Key: ***").doesNotContain("k1");
        staff(client)
                .body(shown.replace("\"status\":\"error\"", "\"status\":\"requested\""))
                .put("/fhir/Subscription/" + id)
                .then()
                .statusCode(200);
        Received handshake = subscriber.next("handshake");
        assertThat(handshake.headers().getFirst("X-Key")).isEqualTo("k1");
        Received told = subscriber.next("event-notification");
        assertThat(told.focus()).endsWith(study);
        assertThat(told.count()).isEqualTo(1);
    }

    @Test
    void isInErrorWhenNobodyShakesHands() throws Exception {
        subscriber.status = 404;
        String id = create(staff(client), subscription(Subscribing.STUDIES, "", "empty", hook(subscriber.url())));
        awaitStatus(staff(client), id, "error");

        subscriber.status = 302;
        subscriber.location = "http://127.0.0.1:" + subscriber.port() + "/elsewhere";
        String redirected =
                create(staff(client), subscription(Subscribing.STUDIES, "", "empty", hook(subscriber.url())));
        awaitStatus(staff(client), redirected, "error");
        subscriber.next();
        subscriber.next();
        assertThat(subscriber.hearsNothing(500)).isTrue();
    }

    @Test
    void saysNowAndThenThatItIsAlive() throws Exception {
        String id = create(
                staff(client),
                subscription(
                        Subscribing.STUDIES,
                        ofAnna,
                        "empty",
                        hook(subscriber.url()) + ","
                                + Subscribing.extension("heartbeat-period", "valueUnsignedInt", 1)));
        subscriber.next("handshake");

        Received heartbeat = subscriber.next();
        assertThat(heartbeat.type()).isEqualTo("heartbeat");
        assertThat(heartbeat.count()).isZero();
        assertThat(subscriber.next().type()).isEqualTo("heartbeat");
        staff(client).delete("/fhir/Subscription/" + id).then().statusCode(204);
        subscriber.hearsNothing(500);
        assertThat(subscriber.hearsNothing(1500)).isTrue();
    }

    @Test
    void fallsSilentTheMomentAConsentIsGoneAndLeavesNoTrace() throws Exception {
        String consent = Subscribing.consentOf(anna);
        RequestSpecification app = Sandbox.patient(anna);
        String id = create(
                Sandbox.patient(anna), subscription(Subscribing.STUDIES, "", "full-resource", hook(subscriber.url())));
        subscriber.next("handshake");
        awaitStatus(Sandbox.patient(anna), id, "active");
        putStudy(study, anna, "");
        assertThat(subscriber.next().count()).isEqualTo(1);

        subscriber.status = 500;
        putStudy(study + "b", anna, "");
        subscriber.next();
        Sandbox.backend().delete("/fhir/Consent/" + consent);
        subscriber.status = 200;
        putStudy(study + "c", anna, "");
        drained();
        assertThat(subscriber.hearsNothing(2000)).isTrue();
        app.get("/fhir/Subscription/" + id + "/$status")
                .then()
                .body(
                        "entry[0].resource.parameter.find { it.name == 'events-since-subscription-start' }.valueString",
                        equalTo("1"));
        Sandbox.patient(anna)
                .get("/fhir/Subscription/" + id + "/$events")
                .then()
                .statusCode(200)
                .body(not(containsString(study)));

        Subscribing.consentOf(anna);
        putStudy(study + "d", anna, "");
        Received after = subscriber.next();
        assertThat(after.count()).isEqualTo(2);
        assertThat(after.focus()).endsWith(study + "d");
    }

    /** An attempt may have been under way when the Consent went. */
    private void drained() throws InterruptedException {
        subscriber.hearsNothing(300);
    }

    @Test
    void recordsWhatWasToldBeforeItLeaves() throws Exception {
        create(staff(client), subscription(Subscribing.STUDIES, ofAnna, "id-only", hook(subscriber.url())));
        subscriber.next("handshake");
        putStudy(study, anna, "");
        subscriber.next();

        Sandbox.backend()
                .get("/fhir/AuditEvent?patient=" + anna + "&subtype=search-type&_count=50")
                .then()
                .body("entry.resource.agent.who.display.flatten()", hasItem(client))
                .body("entry.resource.agent.altId.flatten()", hasItem(containsString("Subscription/")));
    }

    @Test
    void givesBackWhatWasToldToItsOwnerOnly() throws Exception {
        String id = create(staff(client), subscription(Subscribing.STUDIES, ofAnna, "id-only", hook(subscriber.url())));
        subscriber.next("handshake");
        for (int i = 1; i <= 3; i++) {
            putStudy(study + i, anna, "");
            subscriber.next();
        }
        staff(client)
                .get("/fhir/Subscription/" + id
                        + "/$events?eventsSinceNumber=2&eventsUntilNumber=2&content=full-resource")
                .then()
                .statusCode(200)
                .body("type", equalTo("history"))
                .body("entry[0].resource.parameter.find { it.name == 'type' }.valueCode", equalTo("query-event"))
                .body("entry.resource.id", hasItem(study + "2"))
                .body("entry.resource.id", not(hasItem(study + "1")))
                .body("entry.resource.id", not(hasItem(study + "3")));
        staff(client)
                .body(
                        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"eventsSinceNumber\",\"valueString\":\"3\"}]}")
                .post("/fhir/Subscription/" + id + "/$events")
                .then()
                .statusCode(200)
                .body(containsString(study + "3"))
                .body(not(containsString(study + "2")));
        for (RequestSpecification other : new RequestSpecification[] {staff("another"), backend("another")}) {
            for (String operation : new String[] {"$status", "$events", "$get-ws-binding-token"}) {
                other.get("/fhir/Subscription/" + id + "/" + operation).then().statusCode(404);
            }
            other.get("/fhir/Subscription/$status?id=" + id).then().body("total", equalTo(0));
        }
    }

    @Test
    void isNobodyElsesToSeeOrChange() throws Exception {
        String body = subscription(
                Subscribing.STUDIES,
                ofAnna,
                "id-only",
                hook(subscriber.url()) + ",'header':['Authorization: Bearer hook-secret']");
        String id = create(staff(client), body);
        subscriber.next("handshake");
        awaitStatus(staff(client), id, "active");
        for (RequestSpecification other :
                new RequestSpecification[] {staff("another"), Sandbox.patient(anna), Sandbox.patient(ben)}) {
            other.get("/fhir/Subscription/" + id).then().statusCode(404);
            other.get("/fhir/Subscription/" + id + "/_history").then().statusCode(404);
            other.get("/fhir/Subscription/" + id + "/_history/1").then().statusCode(404);
            other.get("/fhir/Subscription?_id=" + id).then().body("total", equalTo(0));
            other.get("/fhir/Subscription?url=" + subscriber.url()).then().body("total", equalTo(0));
            other.get("/fhir/Subscription/_history?_count=500").then().body(not(containsString(id)));
            other.delete("/fhir/Subscription/" + id).then().statusCode(404);
            other.body(body.replace("{\"resourceType\"", "{\"id\":\"" + id + "\",\"resourceType\""))
                    .put("/fhir/Subscription/" + id)
                    .then()
                    .statusCode(404);
        }
        backend("another")
                .get("/fhir/Subscription/" + id + "/_history")
                .then()
                .statusCode(200)
                .body(not(containsString("hook-secret")));
        String shown = backend("another").get("/fhir/Subscription/" + id).asString();
        backend("another")
                .body(shown.replace("\"active\"", "\"requested\"").replace("/hook\"", "/elsewhere\""))
                .put("/fhir/Subscription/" + id)
                .then()
                .statusCode(403);
        backend("another")
                .body(shown.replace("\"active\"", "\"off\"").replace("/hook\"", "/elsewhere\""))
                .put("/fhir/Subscription/" + id)
                .then()
                .statusCode(200)
                .body("status", equalTo("off"))
                .body("channel.endpoint", equalTo(subscriber.url()));
        staff(client).get("/fhir/Subscription/" + id).then().body("status", equalTo("off"));
        putStudy(study, anna, "");
        assertThat(subscriber.hearsNothing(1000)).isTrue();
    }

    @Test
    void isWrittenByPatchAndTransactionUnderTheSameRules() throws Exception {
        String id = create(
                staff(client),
                subscription(
                        Subscribing.STUDIES, ofAnna, "id-only", hook(subscriber.url()) + ",'header':['X-Key: k1']"));
        subscriber.next("handshake");
        awaitStatus(staff(client), id, "active");
        staff(client)
                .contentType("application/json-patch+json")
                .body("[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"requested\"},"
                        + "{\"op\":\"replace\",\"path\":\"/channel/endpoint\",\"value\":\"http://169.254.169.254/\"}]")
                .patch("/fhir/Subscription/" + id)
                .then()
                .statusCode(422);
        staff(client)
                .contentType("application/json-patch+json")
                .body("[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"requested\"}]")
                .patch("/fhir/Subscription/" + id)
                .then()
                .statusCode(200);
        assertThat(subscriber.next("handshake").headers().getFirst("X-Key")).isEqualTo("k1");

        String entry = subscription(
                Subscribing.STUDIES, ofAnna, "id-only", hook(subscriber.url()) + ",'header':['X-Key: k2']");
        String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":" + entry
                + ",\"request\":{\"method\":\"POST\",\"url\":\"Subscription\"}}]}";
        staff(client).body(bundle).post("/fhir").then().statusCode(200).body(not(containsString("k2")));
        assertThat(subscriber.next("handshake").headers().getFirst("X-Key")).isEqualTo("k2");
        staff(client)
                .body(bundle.replace(Subscribing.STUDIES, "https://example.org/topic"))
                .post("/fhir")
                .then()
                .statusCode(422);
    }

    @Test
    void tellsNothingUnderNewTermsOfWhatWasNotedUnderOldOnes() throws Exception {
        String body = subscription(Subscribing.STUDIES, "patient=" + anna, "id-only", hook(subscriber.url()));
        String id = create(staff(client), body);
        subscriber.next("handshake");
        awaitStatus(staff(client), id, "active");
        subscriber.status = 500;
        putStudy(study + "a", anna, "");
        subscriber.next("event-notification");
        subscriber.status = 200;
        staff(client)
                .body(body.replace("patient=" + anna, "patient=" + ben)
                        .replace("{\"resourceType\"", "{\"id\":\"" + id + "\",\"resourceType\""))
                .put("/fhir/Subscription/" + id)
                .then()
                .statusCode(200);
        putStudy(study + "b", ben, "");

        Received next = subscriber.next("handshake");
        while (!next.focus().endsWith("b")) {
            next = subscriber.next();
            assertThat(next.focus()).doesNotEndWith("a");
        }
    }

    @Test
    void tellsInItsCapabilitiesWhatCanBeSubscribedTo() {
        Sandbox.backend()
                .get("/fhir/metadata")
                .then()
                .body("rest[0].extension.valueUri", hasItem(containsString("/fhir/ws")))
                .body(
                        "rest[0].resource.find { it.type == 'Subscription' }.extension.valueCanonical",
                        hasItem(Subscribing.STUDIES))
                .body(
                        "rest[0].resource.find { it.type == 'Subscription' }.operation.name",
                        hasItem("get-ws-binding-token"));
    }

    @Test
    void needsTheRightToSearchWhatItIsAbout() {
        String body = subscription(Subscribing.STUDIES, ofAnna, "id-only", hook(subscriber.url()));
        Sandbox.with("user/Subscription.cruds", Map.of("fhirUser", "Practitioner/lena-moreau"))
                .body(body)
                .post("/fhir/Subscription")
                .then()
                .statusCode(403);
        Sandbox.patient(ben).body(body).post("/fhir/Subscription").then().statusCode(403);
        Sandbox.with("user/ImagingStudy.rs", Map.of("fhirUser", "Practitioner/lena-moreau"))
                .body(body)
                .post("/fhir/Subscription")
                .then()
                .statusCode(403);
    }
}
