package health.webqx.imaging.sandbox.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an app stays connected. */
@QuarkusTest
class RefreshTest {
    private final AppAndPerson app = new AppAndPerson("sample-public");

    private String connected(String scope) {
        String code = app.code(scope, "Patient/anna-keller", Optional.empty());
        return app.tokens(code).then().statusCode(200).extract().path("refresh_token");
    }

    /** smart-app-launch_2.2.0: 81, 89, 100, 101, 109, 110, 111, 112, 113, 114, 116, 118, 365, 366. */
    @ParameterizedTest
    @ValueSource(strings = {"offline_access", "online_access"})
    void givesNewTokensForAnOldOne(String access) {
        String scope = "launch/patient patient/*.rs " + access;
        String refresh = connected(scope);

        Response again = app.refreshed(refresh);

        again.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", equalTo(3600))
                .body("scope", equalTo(scope))
                .body("patient", equalTo("anna-keller"));
        assertThat(again.<String>path("refresh_token")).isNotEqualTo(refresh);
        Sandbox.bearing(again.path("access_token"))
                .get("/fhir/Patient/anna-keller")
                .then()
                .statusCode(200);
    }

    /** smart-app-launch_2.2.0: 102. */
    @Test
    void isNotThereWhereItWasNotAllowed() {
        String code = app.code("patient/*.rs", "Patient/anna-keller", Optional.empty());

        app.tokens(code).then().statusCode(200).body("refresh_token", nullValue());
    }

    /** smart-app-launch_2.2.0: 104, 115. */
    @Test
    void givesLessWhereLessIsAskedForAndNeverMore() {
        String refresh = connected("patient/Patient.r patient/ImagingStudy.rs offline_access");

        Response less = app.refreshed(refresh, "patient/Patient.r");

        less.then().statusCode(200).body("scope", equalTo("patient/Patient.r"));
        Sandbox.bearing(less.path("access_token"))
                .get("/fhir/ImagingStudy")
                .then()
                .statusCode(403);
        String next = less.path("refresh_token");
        app.refreshed(next, "patient/Patient.rs").then().statusCode(400).body("error", equalTo("invalid_scope"));
        app.refreshed(next)
                .then()
                .statusCode(200)
                .body("scope", equalTo("patient/Patient.r patient/ImagingStudy.rs offline_access"));
    }

    @Test
    void endsEverythingWhenAnOldTokenComesAgain() {
        String first = connected("patient/*.rs offline_access");
        String second = app.refreshed(first).path("refresh_token");

        app.refreshed(first).then().statusCode(400).body("error", equalTo("invalid_grant"));

        app.refreshed(second).then().statusCode(400).body("error", equalTo("invalid_grant"));
    }

    /** smart-app-launch_2.2.0: 103. */
    @Test
    void isForTheClientItWasGivenTo() {
        String refresh = connected("patient/*.rs offline_access");

        RestAssured.given()
                .formParam("grant_type", "refresh_token")
                .formParam("refresh_token", refresh)
                .auth()
                .preemptive()
                .basic("sample-symmetric", "sandbox-secret")
                .post("/sandbox/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_grant"));

        app.refreshed(refresh).then().statusCode(200);
    }

    @Test
    void tellsByItselfWhoseItIsUnlessItsClientHasAProof() {
        RestAssured.given()
                .formParam("grant_type", "refresh_token")
                .formParam("refresh_token", connected("patient/*.rs offline_access"))
                .post("/sandbox/token")
                .then()
                .statusCode(200);
        AppAndPerson confidential = new AppAndPerson("sample-symmetric");
        String code = confidential.code("patient/*.rs offline_access", "Patient/anna-keller", Optional.empty());
        String refresh = confidential
                .exchange(code)
                .auth()
                .preemptive()
                .basic("sample-symmetric", "sandbox-secret")
                .post("/sandbox/token")
                .path("refresh_token");
        RestAssured.given()
                .formParam("grant_type", "refresh_token")
                .formParam("refresh_token", refresh)
                .post("/sandbox/token")
                .then()
                .statusCode(401);
    }

    @Test
    void isUsedOnceThoughManyUseItAtOnce() throws Exception {
        String refresh = connected("patient/*.rs offline_access");
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> answers = IntStream.range(0, 8)
                    .mapToObj(client ->
                            clients.submit(() -> app.refreshed(refresh).statusCode()))
                    .toList();
            int good = 0;
            for (Future<Integer> answer : answers) {
                good += answer.get() == 200 ? 1 : 0;
            }
            assertThat(good).isLessThanOrEqualTo(1);
        } finally {
            clients.shutdownNow();
        }
    }
}
