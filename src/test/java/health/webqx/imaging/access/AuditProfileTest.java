package health.webqx.imaging.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicomweb.StudyFolder;
import health.webqx.imaging.profile.Profiles;
import health.webqx.imaging.resource.ResourceJson;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every interaction and every DICOMweb route leaves events that meet our profiles, by the HL7 validator. */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class AuditProfileTest {
    private static final String OURS = "https://webqx.health/fhir/StructureDefinition/webqx-audit-";
    private static final String STUDY = "1.2.826.0.1.1";
    private static final String INSTANCE =
            "/dicomweb/studies/" + STUDY + "/series/" + STUDY + ".1/instances/" + STUDY + ".1.1";

    private final List<String> requests = new ArrayList<>();

    @BeforeEach
    void imagesAreCatalogued() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Sandbox.backend()
                .get("/fhir/ImagingStudy?patient=anna-keller&_summary=count")
                .path("total")
                .equals(1));
    }

    @Test
    void meetTheirProfiles() {
        everyInteraction();
        everyRoute();
        Map<String, JsonNode> kinds = new HashMap<>();
        for (JsonNode event : events()) {
            String request = requestOf(event);
            if (requests.contains(request)) {
                kinds.putIfAbsent(
                        request.replaceFirst("-.*", "")
                                + event.path("subtype")
                                + event.path("entity").size(),
                        event);
            }
        }
        assertThat(kinds).hasSizeGreaterThan(12);
        kinds.forEach((kind, event) -> {
            String profile = OURS + (kind.startsWith("dicomweb") ? "dicomweb" : "fhir");
            ObjectNode outcome = Profiles.validate(ResourceJson.write(event), Optional.of(profile));
            assertThat(errors(outcome)).as(event.toString()).isEmpty();
        });
    }

    @Test
    void tellForWhatItWasAsked() {
        String id = next("fhir");
        caller(id).get("/fhir/ImagingStudy?patient=anna-keller").then().statusCode(200);
        JsonNode event = events().stream()
                .filter(each -> requestOf(each).equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(event.at("/agent/2/purposeOfUse/0/coding/0/code").asText()).isEqualTo("TREAT");
        assertThat(event.at("/subtype/1/code").asText()).isEqualTo("image-search");
        assertThat(event.toString()).contains("\"reference\":\"Patient/anna-keller\"");
    }

    private void everyInteraction() {
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"audited\",\"active\":true}";
        caller(next("fhir")).body(patient).put("/fhir/Patient/audited").then().statusCode(201);
        caller(next("fhir")).body(patient.replace("true", "false")).put("/fhir/Patient/audited");
        caller(next("fhir")).body(patient).post("/fhir/Patient").then().statusCode(201);
        caller(next("fhir"))
                .contentType("application/json-patch+json")
                .body("[]")
                .patch("/fhir/Patient/audited");
        String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\","
                + "\"url\":\"Patient/audited\"}}]}";
        caller(next("fhir")).body(bundle).post("/fhir").then().statusCode(200);
        for (String path : List.of(
                "/fhir/Patient/audited",
                "/fhir/Patient/audited/_history/1",
                "/fhir/Patient/audited/_history",
                "/fhir/Patient/_history",
                "/fhir/_history?_count=2",
                "/fhir/Patient?_id=audited",
                "/fhir?_type=Patient,Observation&_count=2",
                "/fhir/Patient/audited/$everything",
                "/fhir/Patient/audited/$meta",
                "/fhir/Patient/audited/$who-looked",
                "/fhir/AuditEvent/$report",
                "/fhir/AuditEvent/$verify",
                "/fhir/Patient/never-was",
                "/fhir/ImagingStudy?patient=anna-keller")) {
            caller(next("fhir")).get(path);
        }
        caller(next("fhir")).delete("/fhir/Patient/audited").then().statusCode(204);
        RestAssured.given()
                .header("X-Request-Id", next("fhir"))
                .get("/fhir/Patient/audited")
                .then()
                .statusCode(401);
    }

    private void everyRoute() {
        for (String path : List.of(
                "/dicomweb/studies?PatientID=WQX-1001",
                "/dicomweb/studies/" + STUDY + "/series",
                "/dicomweb/studies/" + STUDY + "/instances",
                "/dicomweb/studies/" + STUDY,
                "/dicomweb/studies/" + STUDY + "/metadata",
                INSTANCE,
                INSTANCE + "/metadata",
                INSTANCE + "/frames/1",
                INSTANCE + "/rendered",
                INSTANCE + "/thumbnail",
                INSTANCE + "/pixeldata",
                INSTANCE + "/bulkdata/7FE00010")) {
            caller(next("dicomweb")).get(path).then().statusCode(200);
        }
        caller(next("dicomweb")).get("/dicomweb/studies/1.2.3.4").then().statusCode(404);
        caller(next("dicomweb"))
                .get("/wado?requestType=WADO&studyUID=" + STUDY + "&seriesUID=" + STUDY + ".1&objectUID=" + STUDY
                        + ".1.1&contentType=image/jpeg")
                .then()
                .statusCode(200);
    }

    private String next(String door) {
        String id = door + "-" + System.nanoTime();
        requests.add(id);
        return id;
    }

    private static RequestSpecification caller(String request) {
        String token = Issuer.signed(Issuer.claims("jwt")
                .claim("scope", "system/*.cruds")
                .claim("extensions", Map.of("ihe_iua", Map.of("purpose_of_use", List.of(Map.of("code", "TREAT")))))
                .build());
        return Sandbox.bearing(token).header("X-Request-Id", request);
    }

    private static List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        String body = Sandbox.backend()
                .get("/fhir/AuditEvent?_count=1000&_sort=-_lastUpdated")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        ResourceJson.readStored(Buffer.buffer(body)).path("entry").forEach(entry -> events.add(entry.path("resource")));
        return events;
    }

    private static String requestOf(JsonNode event) {
        for (JsonNode entity : event.path("entity")) {
            if (entity.path("type").path("code").asText().equals("XrequestId")) {
                return entity.path("what").path("identifier").path("value").asText();
            }
        }
        return "";
    }

    private static List<String> errors(ObjectNode outcome) {
        List<String> errors = new ArrayList<>();
        for (JsonNode issue : outcome.path("issue")) {
            if (List.of("error", "fatal").contains(issue.path("severity").asText())) {
                errors.add(issue.toString());
            }
        }
        return errors;
    }
}
