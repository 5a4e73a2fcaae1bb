package health.webqx.imaging.sandbox.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens when the launch simulator opens an app. */
@QuarkusTest
class EhrLaunchTest {
    private static final String SCOPE = "launch patient/*.rs openid fhirUser";
    private final AppAndPerson app = new AppAndPerson("sample-public");

    /** The app's launch URL is opened; returns what the EHR tells it. */
    private Map<String, String> launch(Map<String, String> chosen) {
        Response page = app.see("/sandbox/launch");
        assertThat(page.asString()).contains("No real people", "Sample app (public)", "Anna Keller");
        RequestSpecification form = app.browser()
                .formParam("page", AppAndPerson.hidden(page, "page"))
                .formParam("app", "sample-public");
        return AppAndPerson.landed(
                form.formParams(chosen).post("/sandbox/launch"), "http://localhost:3000/launch.html");
    }

    private Response open(String launch) {
        Map<String, String> request = app.request(SCOPE);
        request.put("launch", launch);
        return app.open(request);
    }

    /** smart-app-launch_2.2.0: 168, 169, 170, 172, 173, 174, 177, 178, 179, 351, 352, 359, 361. */
    @Test
    void opensTheRecordThatIsOpenInTheEhr() {
        String patient = AppAndPerson.newPatient();
        String id = patient.substring("Patient/".length());
        String study = AppAndPerson.newStudy(patient, "CT");
        Map<String, String> told = launch(
                Map.of("user", "Practitioner/lena-moreau", "patient", patient, "study", study, "intent", "reading"));
        assertThat(told).containsOnlyKeys("iss", "launch").containsEntry("iss", AppAndPerson.fhirBase());

        Response consent = open(told.get("launch"));
        assertThat(consent.asString()).contains("Practitioner/lena-moreau", id);
        String code = AppAndPerson.landed(app.allow(consent, AppAndPerson.ticked(consent)))
                .get("code");

        Response tokens = app.tokens(code);
        tokens.then()
                .statusCode(200)
                .body("patient", equalTo(id))
                .body("need_patient_banner", equalTo(false))
                .body("intent", equalTo("reading"))
                .body("fhirContext", equalTo(List.of(Map.of("reference", study))));
        Sandbox.bearing(tokens.path("access_token"))
                .get("/fhir/" + patient)
                .then()
                .statusCode(200);
    }

    @Test
    void opensOnceAndForTheAppItWasMeantFor() {
        Map<String, String> chosen = Map.of("user", "Practitioner/lena-moreau", "patient", "Patient/anna-keller");
        String launch = launch(chosen).get("launch");
        open(launch).then().statusCode(200);
        assertThat(AppAndPerson.landed(open(launch))).containsEntry("error", "invalid_request");

        Map<String, String> stolen = app.request(SCOPE);
        stolen.put("launch", launch(chosen).get("launch"));
        stolen.put("client_id", "sample-symmetric");
        assertThat(AppAndPerson.landed(app.open(stolen))).containsEntry("error", "invalid_request");
    }

    @Test
    void isUsedUpByARequestThatIsRightOnly() {
        String launch = launch(Map.of("user", "Practitioner/lena-moreau", "patient", "Patient/anna-keller"))
                .get("launch");
        Map<String, String> wrong = app.request(SCOPE);
        wrong.put("launch", launch);
        wrong.put("code_challenge_method", "plain");
        assertThat(AppAndPerson.landed(app.open(wrong))).containsEntry("error", "invalid_request");

        open(launch).then().statusCode(200);
    }

    /** smart-app-launch_2.2.0: 164, 349. */
    @Test
    void opensAPortalWithTheUsersOwnRecord() {
        String launch =
                launch(Map.of("user", "Patient/ben-okafor", "banner", "yes")).get("launch");
        Response consent = open(launch);
        String code = AppAndPerson.landed(app.allow(consent, AppAndPerson.ticked(consent)))
                .get("code");

        app.tokens(code).then().body("patient", equalTo("ben-okafor")).body("need_patient_banner", equalTo(true));
    }

    @Test
    void asksForAPatientWhereNoneIsOpen() {
        String launch = launch(Map.of("user", "Practitioner/sam-whitfield")).get("launch");

        Response patients = open(launch);

        assertThat(patients.asString()).contains("Whose record?");
        Response consent = app.choose(patients, "Patient/carla-ruiz");
        String code = AppAndPerson.landed(app.allow(consent, AppAndPerson.ticked(consent)))
                .get("code");
        app.tokens(code).then().body("patient", equalTo("carla-ruiz")).body("fhirContext", nullValue());
    }

    @Test
    void launchesNothingThatDoesNotBelongTogether() {
        String study = AppAndPerson.newStudy(AppAndPerson.newPatient(), "MR");
        for (Map<String, String> chosen : List.of(
                Map.of("user", "Patient/anna-keller", "patient", "Patient/ben-okafor"),
                Map.of("user", "Practitioner/lena-moreau", "patient", "Patient/anna-keller", "study", study),
                Map.of("user", "Practitioner/lena-moreau", "study", study),
                Map.of("user", "Practitioner/nobody", "patient", "Patient/anna-keller"),
                Map.of("patient", "Patient/anna-keller"))) {
            String page = AppAndPerson.hidden(app.see("/sandbox/launch"), "page");
            app.browser()
                    .formParam("page", page)
                    .formParam("app", "sample-public")
                    .formParams(chosen)
                    .post("/sandbox/launch")
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void launchesFromItsOwnPageAndRegisteredAppsOnly() {
        String page = AppAndPerson.hidden(app.see("/sandbox/launch"), "page");
        Map<String, String> chosen = Map.of("page", page, "app", "sample-public", "user", "Practitioner/lena-moreau");
        new AppAndPerson("sample-public")
                .browser()
                .formParams(chosen)
                .post("/sandbox/launch")
                .then()
                .statusCode(400);
        app.browser()
                .formParam("page", page)
                .formParam("app", "sample-backend")
                .formParam("user", "Practitioner/lena-moreau")
                .post("/sandbox/launch")
                .then()
                .statusCode(400);
        app.browser().formParams(chosen).post("/sandbox/launch").then().statusCode(303);
    }
}
