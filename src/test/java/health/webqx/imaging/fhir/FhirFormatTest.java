package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import ca.uhn.fhir.context.FhirContext;
import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.response.Response;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON and XML, in and out. */
@QuarkusTest
class FhirFormatTest {
    private static final FhirContext R4 = FhirContext.forR4Cached();

    private final String id = "p-" + UUID.randomUUID();

    @BeforeEach
    void aPatientThatCameAsXml() {
        Sandbox.backend()
                .contentType("application/fhir+xml; charset=utf-8")
                .body("<?xml version='1.0'?><Patient xmlns='http://hl7.org/fhir'><id value='" + id
                        + "'/><name><family value='Müller'/></name></Patient>")
                .put("/fhir/Patient/" + id)
                .then()
                .statusCode(201)
                .contentType(startsWith("application/fhir+json"))
                .body("name[0].family", equalTo("Müller"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/fhir+xml                                |      | xml
                    application/fhir+json                               | xml  | xml
                    application/fhir+xml                                | json | json
                    application/fhir+xml;q=0.5, application/fhir+json   |      | json
                    application/fhir+json;q=0.9, application/xml;q=1.0  |      | xml
                    */*                                                 |      | json
                    text/html,application/json;q=0.1                    |      | json
                    """)
    void answersInTheFormThatIsAskedFor(String accept, String format, String expected) {
        Response answer = Sandbox.backend()
                .header("Accept", accept)
                .get("/fhir/Patient/" + id + (format == null ? "" : "?_format=" + format));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/fhir+" + expected);
        Patient patient = expected.equals("xml")
                ? R4.newXmlParser().parseResource(Patient.class, answer.asString())
                : R4.newJsonParser().parseResource(Patient.class, answer.asString());
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("Müller");
        assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
    }

    @Test
    void searchesAndFailsInXmlToo() {
        String found = Sandbox.backend()
                .header("Accept", "application/fhir+xml")
                .get("/fhir/Patient?_id=" + id)
                .asString();
        assertThat(R4.newXmlParser().parseResource(Bundle.class, found).getTotal())
                .isEqualTo(1);
        Response failed = Sandbox.backend().get("/fhir/Patient/never-was?_format=xml");
        assertThat(failed.statusCode()).isEqualTo(404);
        assertThat(R4.newXmlParser()
                        .parseResource(OperationOutcome.class, failed.asString())
                        .getIssueFirstRep()
                        .getCode())
                .isEqualTo(OperationOutcome.IssueType.NOTFOUND);
        Sandbox.backend().get("/fhir/metadata?_format=xml").then().body(containsString("<CapabilityStatement"));
    }

    @Test
    void spreadsOutOnRequest() {
        assertThat(Sandbox.backend()
                        .get("/fhir/Patient/" + id + "?_pretty=true")
                        .asString())
                .contains("\n  \"id\" : \"" + id);
        assertThat(Sandbox.backend().get("/fhir/Patient/" + id).asString()).doesNotContain("\n");
    }

    @Test
    void refusesOtherForms() {
        Sandbox.backend()
                .header("Accept", "text/csv")
                .get("/fhir/Patient/" + id)
                .then()
                .statusCode(406);
        Sandbox.backend().get("/fhir/Patient/" + id + "?_format=turtle").then().statusCode(406);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 <Patient xmlns='http://hl7.org/fhir'><name>",
                "422 <Patient xmlns='http://hl7.org/fhir'><nonsense value='1'/></Patient>",
                "422 <html/>",
            })
    void refusesXmlThatIsNoResource(String refused) {
        Sandbox.backend()
                .contentType("application/fhir+xml; charset=utf-8")
                .body(refused.substring(4))
                .post("/fhir/Patient")
                .then()
                .statusCode(Integer.parseInt(refused.substring(0, 3)))
                .body("resourceType", equalTo("OperationOutcome"));
    }

    @Test
    void readsNoFileThatXmlNames() {
        Sandbox.backend()
                .contentType("application/fhir+xml; charset=utf-8")
                .body("<?xml version='1.0'?><!DOCTYPE p [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                        + "<Patient xmlns='http://hl7.org/fhir'><name><family value='&x;'/></name></Patient>")
                .post("/fhir/Patient")
                .then()
                .statusCode(400);
    }

    @Test
    void compressesForWhoAsks() {
        Response answer = Sandbox.backend()
                .config(RestAssured.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .header("Accept-Encoding", "gzip")
                .get("/fhir/metadata");
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(Sandbox.backend()
                        .header("Accept-Encoding", "gzip")
                        .get("/fhir/Patient/" + id)
                        .jsonPath()
                        .getString("id"))
                .isEqualTo(id);
    }
}
