package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page brings along, and what that brings along in its turn. */
@QuarkusTest
class FhirIncludeTest {
    private final Searches mine = new Searches();

    /** A report of a panel of measurements, of Anna, who is looked after by a department of a clinic; the clinic's is in a circle. */
    @BeforeEach
    void records() {
        organization("clinic", "group");
        organization("department", "clinic");
        organization("group", "department");
        mine.put(
                "Patient", "anna", "'managingOrganization':{'reference':'Organization/" + mine.id("department") + "'}");
        mine.put("Patient", "ben", "'active':true");
        observation("leaf", "anna", "");
        observation("bens", "ben", "");
        observation("panel", "anna", member("leaf") + "," + member("bens"));
        observation("top", "anna", member("panel"));
        mine.put(
                "DiagnosticReport",
                "report",
                "'status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + mine.id("anna")
                        + "'},'result':[{'reference':'Observation/" + mine.id("top") + "'}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    _include=DiagnosticReport:result                                                        | top
                    _include=DiagnosticReport:result&_include:iterate=Observation:has-member                | top panel leaf bens
                    _include=DiagnosticReport:result&_include:recurse=Observation:has-member                | top panel leaf bens
                    _include:iterate=DiagnosticReport:result                                                | top
                    _include=DiagnosticReport:subject&_include:iterate=Patient:organization                 | anna department
                    _include=DiagnosticReport:*                                                             | top anna
                    _include=*                                                                              | top anna
                    _include=*&_include:iterate=Observation:*                                               | top anna panel leaf bens ben
                    _include=*&_include:iterate=Patient:organization&_include:iterate=Organization:partof   | top anna department clinic group
                    _include=DiagnosticReport:subject:Patient&_revinclude:iterate=Observation:subject       | anna top panel leaf
                    """)
    void bringsAlongAgainAndAgain(String query, String names) {
        assertThat(mine.broughtAlong(Sandbox.backend(), "DiagnosticReport", query))
                .containsExactlyInAnyOrder(names.split(" "));
    }

    @Test
    void followsReferencesBackwardsFromMatches() {
        assertThat(mine.broughtAlong(
                        Sandbox.backend(),
                        "Organization",
                        "_id=" + mine.id("clinic") + "&_revinclude:iterate=Organization:partof"))
                .containsExactlyInAnyOrder("department", "group");
        assertThat(
                        mine.broughtAlong(
                                Sandbox.backend(),
                                "Observation",
                                "_id=" + mine.id("leaf")
                                        + "&_revinclude:iterate=Observation:has-member&_revinclude:iterate=DiagnosticReport:result"))
                .containsExactlyInAnyOrder("panel", "top", "report");
    }

    @Test
    void neitherShowsNorPassesThroughWhatTheCallerMayNotSee() {
        String query = "_include=DiagnosticReport:result&_include:iterate=Observation:*";
        assertThat(mine.broughtAlong(Sandbox.patient(mine.id("anna")), "DiagnosticReport", query))
                .containsExactlyInAnyOrder("top", "panel", "leaf", "anna");
        String noObservations = "patient/DiagnosticReport.rs patient/Patient.rs";
        assertThat(mine.broughtAlong(
                        Sandbox.with(noObservations, Map.of("patient", mine.id("anna"))), "DiagnosticReport", query))
                .isEmpty();
    }

    @Test
    void refusesToBringAlongTheWholeWorld() {
        for (int half = 0; half < 2; half++) {
            StringBuilder some = new StringBuilder();
            for (int i = half; i < 5001; i += 2) {
                some.append(some.isEmpty() ? "" : ",")
                        .append(
                                """
                        {"resource":{"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":"Patient/%s"}},
                        "request":{"method":"POST","url":"Basic"}}"""
                                        .formatted(mine.id("ben")));
            }
            Sandbox.backend()
                    .body("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + some + "]}")
                    .post("/fhir")
                    .then()
                    .statusCode(200);
        }
        Searches.get(
                        Sandbox.backend(),
                        mine.address("Patient", "_id=" + mine.id("ben") + "&_revinclude:iterate=Basic:subject"))
                .then()
                .statusCode(400)
                .body("issue[0].code", equalTo("not-supported"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_include=Observation:has-member",
                "_include:iterate=*",
                "_include:iterate=Nothing:x",
                "_include:iterate=Patient:nothing",
                "_include:again=DiagnosticReport:result",
                "_revinclude=Patient:organization",
                "_include:iterate=Patient:organization:Patient",
                "_revinclude:iterate=a:b:c:d",
                "_include="
            })
    void knowsNoOtherWayToBringAlong(String query) {
        Searches.get(Sandbox.backend().header("Prefer", "handling=strict"), "/fhir/DiagnosticReport?" + query)
                .then()
                .statusCode(400);
    }

    private void organization(String name, String partOf) {
        mine.put("Organization", name, "'name':'x','partOf':{'reference':'Organization/" + mine.id(partOf) + "'}");
    }

    private void observation(String name, String patient, String members) {
        mine.put(
                "Observation",
                name,
                "'status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + mine.id(patient) + "'}"
                        + (members.isEmpty() ? "" : ",'hasMember':[" + members + "]"));
    }

    private String member(String name) {
        return "{'reference':'Observation/" + mine.id(name) + "'}";
    }
}
