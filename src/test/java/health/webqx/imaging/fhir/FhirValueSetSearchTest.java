package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes that must be of a value set. */
@QuarkusTest
class FhirValueSetSearchTest {
    private final Searches mine = new Searches();

    @BeforeEach
    void terminology() {
        mine.put(
                "CodeSystem",
                "colours",
                "'status':'active','content':'complete','url':'" + url("colours")
                        + "','concept':[{'code':'red','concept':[{'code':'pink'}]},{'code':'blue'}]");
        mine.put("CodeSystem", "part", "'status':'active','content':'fragment','url':'" + url("part") + "'");
        valueSet(
                "listed", "'include':[{'system':'" + url("colours") + "','concept':[{'code':'red'},{'code':'blue'}]}]");
        valueSet("whole", "'include':[{'system':'" + url("colours") + "'}]");
        valueSet(
                "less",
                "'include':[{'valueSet':['" + url("whole") + "']}],'exclude':[{'system':'" + url("colours")
                        + "','concept':[{'code':'blue'}]}]");
        valueSet("both", "'include':[{'valueSet':['" + url("listed") + "','" + url("less") + "']}]");
        valueSet("fragment", "'include':[{'system':'" + url("part") + "'}]");
        valueSet(
                "filtered",
                "'include':[{'system':'" + url("colours")
                        + "','filter':[{'property':'concept','op':'is-a','value':'red'}]}]");
        valueSet("circle", "'include':[{'valueSet':['" + url("circle") + "']}]");
        observation("red", url("colours"), "red");
        observation("pink", url("colours"), "pink");
        observation("blue", url("colours"), "blue");
        observation("other", "urn:other", "red");
    }

    @ParameterizedTest
    @CsvSource({
        "listed, red blue",
        "listed|1.0, red blue",
        "whole, red pink blue",
        "less, red pink",
        "both, red",
    })
    void findsWhatIsInAndWhatIsNot(String valueSet, String names) {
        String[] found = names.split(" ");
        assertThat(mine.found("Observation", "code:in=" + url(valueSet))).containsExactlyInAnyOrder(found);
        assertThat(mine.found("Observation", "code:not-in=" + url(valueSet) + "&_count=1"))
                .doesNotContain(found)
                .contains("other");
        assertThat(mine.found("", "_type=Observation,Condition&code:in=" + url(valueSet) + "&_sort=-_id"))
                .containsExactlyInAnyOrder(found);
    }

    @Test
    void knowsAValueSetByItsId() {
        assertThat(mine.found("Observation", "code:in=ValueSet/" + mine.id("both")))
                .containsExactly("red");
    }

    @Test
    void knowsTheValueSetsOfTheProject() {
        mine.put("ImagingStudy", "ct", study("CT"));
        mine.put("ImagingStudy", "odd", study("ODD"));
        String modalities = "https://webqx.health/fhir/ValueSet/webqx-modalities";
        assertThat(mine.found("ImagingStudy", "modality:in=" + modalities)).containsExactly("ct");
        assertThat(mine.found("ImagingStudy", "modality:not-in=" + modalities)).containsExactly("odd");
    }

    @ParameterizedTest
    @CsvSource({"fragment", "filtered", "circle", "never-was"})
    void refusesWhatItCannotExpand(@Nullable String valueSet) {
        Searches.get(Sandbox.backend(), "/fhir/Observation?code:in=" + url(String.valueOf(valueSet)))
                .then()
                .statusCode(400)
                .body("issue[0].code", equalTo("not-supported"))
                .body("issue[0].expression[0]", equalTo("code"));
    }

    @Test
    void looksAtNoValueSetThatTheCallerMayNotSee() {
        mine.put("Patient", "anna", "'active':true");
        Searches.get(Sandbox.patient(mine.id("anna")), "/fhir/Observation?code:in=" + url("listed"))
                .then()
                .statusCode(400);
        String scopes = "user/Observation.rs";
        Searches.get(
                        Sandbox.with(scopes, Map.of("fhirUser", "Practitioner/p")),
                        "/fhir/Observation?code:in=" + url("listed"))
                .then()
                .statusCode(400);
    }

    @Test
    void hasNoConditionByThem() {
        Sandbox.backend()
                .header("If-None-Exist", "code:in=" + url("listed"))
                .body("{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"}}")
                .post("/fhir/Observation")
                .then()
                .statusCode(400);
    }

    private String url(String name) {
        int bar = name.indexOf('|');
        return bar < 0
                ? "http://example.org/" + name + "-" + mine.run
                : "http://example.org/" + name.substring(0, bar) + "-" + mine.run + name.substring(bar);
    }

    private void valueSet(String name, String compose) {
        mine.put("ValueSet", name, "'status':'active','url':'" + url(name) + "','compose':{" + compose + "}");
    }

    private void observation(String name, String system, String code) {
        mine.put(
                "Observation",
                name,
                "'status':'final','code':{'coding':[{'system':'" + system + "','code':'" + code + "'}]}");
    }

    private static String study(String modality) {
        return "'status':'available','subject':{'display':'x'},'series':[{'uid':'1.2','modality':{'system':"
                + "'http://dicom.nema.org/resources/ontology/DCM','code':'" + modality + "'}}]";
    }
}
