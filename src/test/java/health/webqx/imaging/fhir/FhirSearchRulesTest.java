package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The finer rules of search, as R4 3.1.1 words them. */
@QuarkusTest
class FhirSearchRulesTest {
    private final Searches mine = new Searches();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    date=2026-03           ; march
                    date=eq2026            ; march
                    date=ne2026-03         ; ended open started
                    date=gt2026-03         ; open started
                    date=lt2026-03         ; ended started
                    date=ge2026-03         ; march open started
                    date=le2026-03         ; ended march started
                    date=sa2026-03         ; open
                    date=eb2026-03         ; ended
                    date=ap2026-03-10      ; march started
                    date=gt2025&date=lt2027 ; ended march started
                    date=2026-03-01T00:00:00Z ;
                    date:missing=true      ; none
                    """)
    void comparesPeriodsWithOpenEnds(String query, @Nullable String names) {
        encounter("march", "'period':{'start':'2026-03-02','end':'2026-03-09'}");
        encounter("started", "'period':{'start':'2026-02-01'}");
        encounter("ended", "'period':{'end':'2026-02-01'}");
        encounter("open", "'period':{'start':'2030-01-01'}");
        encounter("none", "'length':{'value':1}");
        assertThat(mine.found("Encounter", query).stream().sorted()).containsExactly(split(names));
    }

    @Test
    void comparesSchedulesByTheirOuterLimits() {
        mine.put(
                "ServiceRequest",
                "s",
                "'status':'active','intent':'order','subject':{'display':'x'},'occurrenceTiming':{"
                        + "'event':['2026-01-05','2026-01-20'],'repeat':{'boundsPeriod':{'start':'2026-01-01'}}}");
        for (String query : new String[] {"gt2030", "ge2026-01-01", "sa2025", "ap2026-02"}) {
            assertThat(mine.found("ServiceRequest", "occurrence=" + query))
                    .as(query)
                    .containsExactly("s");
        }
        for (String query : new String[] {"2026", "lt2026", "eb2030", "sa2026-01-01"}) {
            assertThat(mine.found("ServiceRequest", "occurrence=" + query))
                    .as(query)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    name=mul                          ; a
                    name=MÜL                          ; a
                    name=anna mar                     ; a
                    name:contains=ller                ; a
                    name:exact=Müller                 ; a
                    name:exact=müller                 ;
                    name:exact=Mül                    ;
                    given:exact=Maria                 ; a
                    given=maria&given=anna            ; a
                    given=maria,zoe                   ; a b
                    family=o\\,brien                  ; b
                    family=o,brien                    ; b
                    family:contains=\\,               ; b
                    family:exact=O\\,Brien $x         ; b
                    family:exact=O\\,Brien \\$x       ; b
                    address=hauptstr                  ; a
                    address-city=bas                  ; a
                    address:contains=40               ; a
                    address-city:exact=Basel          ; a
                    address-city:exact=basel          ;
                    identifier=urn:x|a\\|b            ; a
                    identifier=urn:x|                 ; a b
                    identifier=|plain                 ; b
                    identifier=|a\\|b                 ;
                    name:missing=false                ; a b
                    telecom=+41 61                    ; a
                    phone=+41 61                      ; a
                    email=+41 61                      ;
                    """)
    void comparesNamesAddressesAndEscapedText(String query, @Nullable String names) {
        mine.put(
                "Patient",
                "a",
                "'name':[{'family':'Müller','given':['Anna','Maria']}],'address':[{'line':['Hauptstr. 1'],'city':'Basel',"
                        + "'postalCode':'4051'}],'identifier':[{'system':'urn:x','value':'a|b'}],"
                        + "'telecom':[{'system':'phone','value':'+41 61'}]");
        mine.put(
                "Patient",
                "b",
                "'name':[{'family':'O,Brien $x','given':['Zoe']}],"
                        + "'identifier':[{'system':'urn:x','value':'1'},{'value':'plain'}]");
        String address = query.replace("+", "%2B")
                .replace(" ", "%20")
                .replace("ü", "%C3%BC")
                .replace("Ü", "%C3%9C");
        assertThat(mine.found("Patient", address).stream().sorted()).containsExactly(split(names));
    }

    @Test
    void followsChainsOfReferencesBothWays() {
        network();
        assertThat(mine.found("Patient", "_has:Observation:patient:_has:DiagnosticReport:result:status=final"))
                .containsExactly("anna");
        assertThat(mine.found("Observation", "patient.organization.name=hospital"))
                .containsExactlyInAnyOrder("o1");
        assertThat(mine.found("Observation", "subject:Patient.organization.name:exact=Hospital"))
                .containsExactly("o1");
        assertThat(mine.found("DiagnosticReport", "result.patient.organization.name=hospital"))
                .containsExactly("report");
        assertThat(mine.found("Observation", "patient._has:Condition:patient:code=flu"))
                .containsExactly("o2");
        assertThat(mine.found("Observation", "subject:Group.identifier=x")).isEmpty();
        assertThat(mine.found("Observation", "patient.identifier=urn:mrn|1")).containsExactly("o1");
        assertThat(mine.found("DiagnosticReport", "result.subject:identifier=urn:mrn|1"))
                .isEmpty();
        mine.put(
                "Observation",
                "o3",
                "'status':'final','code':{'text':'x'},'subject':{'identifier':{'system':'urn:mrn','value':'3'}}");
        assertThat(mine.found("Observation", "subject:identifier=urn:mrn|3")).containsExactly("o3");
        assertThat(mine.found("Observation", "patient.organization:missing=true"))
                .containsExactly("o2");
    }

    @Test
    void leadsThroughNothingThatTheCallerMayNotSee() {
        network();
        String withoutPatients = "user/Observation.rs user/DiagnosticReport.rs";
        for (String query : new String[] {
            "patient.organization.name=hospital",
            "patient._has:Condition:patient:code=flu",
            "_has:DiagnosticReport:result:result.patient.active=true"
        }) {
            assertThat(mine.found("Observation", query)).as(query).isNotEmpty();
            assertThat(mine.found(
                            () -> Sandbox.with(withoutPatients, Map.of("fhirUser", "Practitioner/p")),
                            "Observation",
                            query))
                    .as(query)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient.link.link.link.link.link.link.link.name=x",
                "_has:Observation:patient:_has:Observation:has-member:_has:Observation:has-member:_has:Observation:has-member"
                        + ":_has:Observation:has-member:_has:Observation:has-member:_has:Observation:has-member:status=final"
            })
    void doesNotFollowChainsWithoutEnd(String query) {
        String type = query.startsWith("_has") ? "Patient" : "Observation";
        Searches.get(Sandbox.backend().header("Prefer", "handling=strict"), "/fhir/" + type + "?" + query)
                .then()
                .statusCode(400)
                .body("issue[0].code", equalTo("not-supported"));
    }

    @Test
    void givesSummariesOfEveryForm() {
        mine.put(
                "Patient",
                "a",
                "'text':{'status':'generated','div':'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>'},"
                        + "'name':[{'family':'A'}],'contact':[{'gender':'female'}]");
        JsonPath whole = page("_summary=false");
        assertThat(whole.getString("entry[0].resource.contact[0].gender")).isEqualTo("female");
        JsonPath part = page("_summary=true");
        assertThat(part.getString("entry[0].resource.name[0].family")).isEqualTo("A");
        assertThat(part.getString("entry[0].resource.contact")).isNull();
        assertThat(part.getString("entry[0].resource.text")).isNull();
        assertThat(part.getString("entry[0].resource.meta.tag.code")).contains("SUBSETTED");
        JsonPath text = page("_summary=text");
        assertThat(text.getString("entry[0].resource.text.status")).isEqualTo("generated");
        assertThat(text.getString("entry[0].resource.name")).isNull();
        JsonPath data = page("_summary=data");
        assertThat(data.getString("entry[0].resource.text")).isNull();
        assertThat(data.getString("entry[0].resource.contact[0].gender")).isEqualTo("female");
        for (String count : new String[] {"_summary=count", "_count=0"}) {
            Searches.get(Sandbox.backend(), mine.address("Patient", count))
                    .then()
                    .body("total", equalTo(1))
                    .body("entry", nullValue());
        }
    }

    private JsonPath page(String query) {
        return Searches.get(Sandbox.backend(), mine.address("Patient", query))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void network() {
        mine.put("Organization", "org", "'name':'Hospital'");
        mine.put(
                "Patient",
                "anna",
                "'active':true,'identifier':[{'system':'urn:mrn','value':'1'}],'managingOrganization':{'reference':"
                        + "'Organization/" + mine.id("org") + "'}");
        mine.put("Patient", "ben", "'active':false");
        mine.put("Observation", "o1", observation("anna"));
        mine.put("Observation", "o2", observation("ben"));
        mine.put(
                "Condition",
                "c",
                "'code':{'coding':[{'code':'flu'}]},'subject':{'reference':'Patient/" + mine.id("ben") + "'}");
        mine.put(
                "DiagnosticReport",
                "report",
                "'status':'final','code':{'text':'x'},'result':[{'reference':'Observation/" + mine.id("o1") + "'}]");
    }

    private String observation(String patient) {
        return "'status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + mine.id(patient) + "'}";
    }

    private void encounter(String name, String members) {
        mine.put("Encounter", name, "'status':'finished','class':{'code':'AMB'}," + members);
    }

    private static String[] split(@Nullable String names) {
        return names == null ? new String[0] : names.split(" ");
    }

    @Test
    void findsATimeOfMicroseconds() {
        Searches mine = new Searches();
        String code = "'status':'final','code':{'text':'x'},'effectiveDateTime':";
        mine.put("Observation", "exact", code + "'2024-05-01T10:00:00.123456Z'");
        mine.put("Observation", "later", code + "'2024-05-01T10:00:01Z'");

        for (String from : List.of("2024-05-01T10:00:00.123456Z", "2024-05-01T10:00:00.123Z", "2024-05-01")) {
            assertThat(mine.found("Observation", "date=ge" + from)).as(from).containsExactly("exact", "later");
            assertThat(mine.found("Observation", "date=ge" + from + "&date=lt2024-05-01T10:00:01Z"))
                    .as(from)
                    .containsExactly("exact");
        }
    }

    @Test
    void findsNothingByHalfACharacter() {
        Searches mine = new Searches();
        mine.put("Patient", "anna", "'name':[{'family':'Keller'}]");

        String entry = "{\"request\":{\"method\":\"GET\",\"url\":\"Patient?family=\\udfff\"}}";
        Sandbox.backend()
                .body("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + entry + "]}")
                .post("/fhir")
                .then()
                .statusCode(200)
                .body("entry[0].resource.total", is(0));
    }
}
