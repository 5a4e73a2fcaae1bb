package health.webqx.imaging.access;

import static health.webqx.imaging.access.People.actor;
import static health.webqx.imaging.access.People.consent;
import static health.webqx.imaging.access.People.consentOf;
import static health.webqx.imaging.access.People.ct;
import static health.webqx.imaging.access.People.json;
import static health.webqx.imaging.access.People.mr;
import static health.webqx.imaging.access.People.put;
import static health.webqx.imaging.access.People.staff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom staff reaches that is to reach those it cares for, and what patients and those they name may see. */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
class PolicyTest {
    private final People people = new People();
    private final String anna = people.anna;
    private final String ben = people.ben;
    private final String doctor = people.doctor;

    @BeforeEach
    void peopleArrive() {
        people.arrive();
    }

    /** smart-app-launch_2.2.0: 119, 140, 368. */
    @Test
    void letsStaffReachThoseItCaresForOnly() {
        assertThat(sees(staff(doctor), ct(anna))).isFalse();
        people.order(doctor, anna, "active");

        assertThat(sees(staff(doctor), ct(anna))).isTrue();
        assertThat(sees(staff(doctor), ct(ben))).isFalse();
        staff(doctor).get("/fhir/Patient/" + anna).then().statusCode(200);
        staff(doctor).get("/fhir/Patient/" + ben).then().statusCode(404);
        staff(doctor)
                .get("/fhir/ImagingStudy?_count=100")
                .then()
                .body("entry.resource.subject.reference.unique()", equalTo(java.util.List.of("Patient/" + anna)));
        staff(doctor).get("/fhir/Practitioner/" + doctor).then().statusCode(200);
        people.order(doctor, anna, "revoked");
        assertThat(sees(staff(doctor), ct(anna))).isFalse();
    }

    @Test
    void findsCareInEveryRelationship() {
        String practitioner = "{'reference':'Practitioner/" + doctor + "'}";
        String subject = "'subject':{'reference':'Patient/" + anna + "'}";
        Map<String, String> relationships = Map.of(
                "DiagnosticReport",
                        "'status':'final','code':{'text':'x'}," + subject + ",'resultsInterpreter':[" + practitioner
                                + "]",
                "Encounter",
                        "'status':'finished','class':{'code':'AMB'}," + subject + ",'participant':[{'individual':"
                                + practitioner + "}]",
                "CareTeam", "'status':'active'," + subject + ",'participant':[{'member':" + practitioner + "}]",
                "ServiceRequest",
                        "'status':'active','intent':'order'," + subject + ",'performer':[" + practitioner + "]",
                "ImagingStudy", "'status':'available'," + subject + ",'referrer':" + practitioner);
        relationships.forEach((type, members) -> {
            String id = "care-" + type + people.run;
            assertThat(sees(staff(doctor), ct(anna))).as("before " + type).isFalse();
            put(type, id, members);
            assertThat(sees(staff(doctor), ct(anna))).as(type).isTrue();
            Sandbox.backend().delete("/fhir/" + type + "/" + id).then().statusCode(204);
        });
        put("Patient", anna, "'managingOrganization':{'reference':'Organization/" + people.clinic + "'}");
        assertThat(sees(staff(doctor), ct(anna))).isTrue();
        people.role(doctor, "'period':{'end':'2020'}");
        assertThat(sees(staff(doctor), ct(anna))).isFalse();
    }

    @Test
    void letsSomeRolesReachEverybody() {
        assertThat(sees(staff(people.radiologist), ct(ben))).isTrue();
        String token = Issuer.signed(Issuer.claims("jwt")
                .claim("scope", "user/*.rs")
                .claim("fhirUser", "Practitioner/" + doctor)
                .claim("realm_access", Map.of("roles", java.util.List.of("radiologist")))
                .build());
        assertThat(sees(Sandbox.bearing(token), ct(ben))).isTrue();
    }

    @Test
    void letsNobodyMakeThemselvesACareGiver() {
        RequestSpecification own = Sandbox.with("user/*.cruds", Map.of("fhirUser", "Practitioner/" + doctor));
        String order = "'status':'active','intent':'order','subject':{'reference':'Patient/" + anna
                + "'},'requester':{'reference':'Practitioner/" + doctor + "'}";
        own.body(json("ServiceRequest", "x", order))
                .post("/fhir/ServiceRequest")
                .then()
                .statusCode(403);
        Sandbox.with("user/*.cruds", Map.of("fhirUser", "Practitioner/" + doctor))
                .body(json("PractitionerRole", "role-" + doctor, "'active':true"))
                .put("/fhir/PractitionerRole/role-" + doctor)
                .then()
                .statusCode(403);
        people.order(doctor, ben, "active");
        Sandbox.with("user/*.cruds", Map.of("fhirUser", "Practitioner/" + doctor))
                .body(json("ServiceRequest", "x", order.replace(anna, ben)))
                .post("/fhir/ServiceRequest")
                .then()
                .statusCode(201);
        assertThat(sees(staff(doctor), ct(anna))).isFalse();
    }

    @Test
    void bindsStaffByWhatPatientsDeny() {
        people.order(doctor, anna, "active");
        for (String denied : new String[] {
            "Practitioner/" + doctor, "PractitionerRole/role-" + doctor, "Organization/" + people.clinic
        }) {
            String consent = consent(anna, "'type':'deny'," + actor(denied));
            assertThat(sees(staff(doctor), ct(anna))).as(denied).isFalse();
            staff(doctor).get("/fhir/Observation/obs-" + anna).then().statusCode(404);
            assertThat(sees(staff(people.radiologist), ct(anna))).isEqualTo(!denied.startsWith("Organization"));
            put("Consent", consent, consentOf(anna, "inactive", "'type':'deny'," + actor(denied)));
            assertThat(sees(staff(doctor), ct(anna))).isTrue();
        }
        consent(
                anna,
                "'type':'permit','provision':[{'type':'deny'," + actor("Practitioner/" + doctor)
                        + ",'class':[{'code':'ImagingStudy'}]}]");
        assertThat(sees(staff(doctor), ct(anna))).isFalse();
        staff(doctor).get("/fhir/Observation/obs-" + anna).then().statusCode(200);
    }

    @Test
    void bindsAllStaffByADenialOfNobodyInParticularButForItsExceptions() {
        people.order(doctor, anna, "active");
        consent(
                anna,
                "'type':'deny','class':[{'code':'ImagingStudy'}],'provision':[{'type':'permit',"
                        + actor("Practitioner/" + people.radiologist) + "}]");

        assertThat(sees(staff(doctor), ct(anna))).isFalse();
        assertThat(sees(staff(people.radiologist), ct(anna))).isTrue();
    }

    @Test
    void opensStudiesToStaffThatAPatientNames() {
        consent(
                anna,
                "'type':'permit'," + actor("Organization/" + people.clinic)
                        + ",'code':[{'coding':[{'system':'http://dicom.nema.org/resources/ontology/DCM','code':'CT'}]}]");

        assertThat(sees(staff(doctor), ct(anna))).isTrue();
        assertThat(sees(staff(doctor), mr(anna))).isFalse();
        staff(doctor).get("/fhir/Patient/" + anna).then().statusCode(404);
    }

    @Test
    void letsStaffBreakTheGlassForAReasonThatIsKept() {
        consent(anna, "'type':'deny'," + actor("Practitioner/" + doctor));
        assertThat(breakGlass(staff(doctor), anna, "").statusCode()).isEqualTo(422);
        assertThat(sees(staff(doctor), ct(anna))).isFalse();
        breakGlass(staff(doctor), anna, "unconscious " + anna)
                .then()
                .statusCode(200)
                .body("parameter.name", hasItem("until"));

        assertThat(sees(staff(doctor), ct(anna))).isTrue();
        assertThat(sees(staff(doctor), ct(ben))).isFalse();
        Sandbox.with("user/*.cruds", Map.of("fhirUser", "Practitioner/" + doctor))
                .delete("/fhir/Observation/obs-" + anna)
                .then()
                .statusCode(404);
        Sandbox.backend()
                .get("/fhir/AuditEvent?subtype=https://webqx.health/fhir/CodeSystem/audit-subtype|break-glass&patient="
                        + anna)
                .then()
                .statusCode(200)
                .body("entry.resource.purposeOfEvent.flatten().text", hasItem("unconscious " + anna))
                .body("entry.resource.purposeOfEvent.coding.flatten().code", hasItem("BTG"))
                .body("entry.resource.findAll { it.subtype.code.contains('read') }.size()", equalTo(1));
    }

    @Test
    void letsNobodyElseBreakTheGlass() {
        String scope = "patient/*.rs user/*.rs";
        for (RequestSpecification other : new RequestSpecification[] {
            Sandbox.with(scope, Map.of("patient", ben)),
            Sandbox.with(scope, Map.of("patient", ben, "fhirUser", "Patient/" + ben)),
            Sandbox.with("system/*.rs", Map.of()),
            Sandbox.with("patient/*.rs", Map.of("patient", ben, "fhirUser", "Practitioner/" + doctor))
        }) {
            assertThat(breakGlass(other, anna, "because").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void letsARelatedPersonComeForAPatient() {
        String person = "rel-" + people.run;
        String members =
                "'active':true,'patient':{'reference':'Patient/" + anna + "'},'relationship':[{'text':'mother'}]";
        consent(anna, "'type':'permit'");
        assertThat(sees(related(person), ct(anna))).isFalse();
        put("RelatedPerson", person, members);

        assertThat(sees(related(person), ct(anna))).isTrue();
        assertThat(sees(related(person), ct(ben))).isFalse();
        related(person).get("/fhir/Patient/" + anna).then().statusCode(200);
        related(person).get("/fhir/Patient/" + ben).then().statusCode(404);
        related(person).get("/fhir/ImagingStudy?patient=" + ben).then().statusCode(403);
        Sandbox.with("user/*.rs", Map.of("fhirUser", "RelatedPerson/" + person))
                .get("/fhir/Patient")
                .then()
                .body("entry.resource.id", equalTo(java.util.List.of(anna)));
        for (String ended : new String[] {
            members.replace("true", "false"),
            members + ",'period':{'end':'2020'}",
            members.replace("'text':'mother'", "'id':'x'")
        }) {
            put("RelatedPerson", person, ended.replace(",'relationship':[{'id':'x'}]", ""));
            assertThat(sees(related(person), ct(anna))).as(ended).isFalse();
            related(person).get("/fhir/Patient/" + anna).then().statusCode(403);
        }
    }

    @Test
    void showsAPersonThatAConsentNamesTheStudiesItOpens() {
        String mother = "mother-" + people.run;
        put("Patient", mother, "'active':true");
        assertThat(sees(mother(mother), ct(anna))).isFalse();
        String consent = consent(
                anna,
                "'type':'permit'," + actor("Patient/" + mother)
                        + ",'dataPeriod':{'start':'2026-01-01','end':'2026-12-31'}");

        assertThat(sees(mother(mother), ct(anna))).isTrue();
        assertThat(sees(mother(mother), mr(anna))).isFalse();
        mother(mother).get("/fhir/Patient/" + anna).then().statusCode(404);
        mother(mother).get("/fhir/Observation/obs-" + anna).then().statusCode(404);
        mother(mother).get("/fhir/ImagingStudy?patient=" + anna).then().body("total", equalTo(1));
        Sandbox.backend().delete("/fhir/Consent/" + consent).then().statusCode(204);
        mother(mother).get("/fhir/ImagingStudy?patient=" + anna).then().statusCode(403);
    }

    @Test
    void opensByModalityAndDateAndClosesLikewise() {
        String dcm = "'code':[{'coding':[{'system':'http://dicom.nema.org/resources/ontology/DCM','code':'CT'}]}]";
        String permit = consent(anna, "'type':'permit'," + dcm);
        assertThat(sees(Sandbox.patient(anna), ct(anna))).isTrue();
        assertThat(sees(Sandbox.patient(anna), mr(anna))).isFalse();
        put("Consent", permit, consentOf(anna, "active", "'type':'permit','provision':[{'type':'deny'," + dcm + "}]"));
        assertThat(sees(Sandbox.patient(anna), ct(anna))).isFalse();
        assertThat(sees(Sandbox.patient(anna), mr(anna))).isTrue();
        put("Consent", permit, consentOf(anna, "active", "'type':'permit','dataPeriod':{'end':'2025'}"));
        assertThat(sees(Sandbox.patient(anna), ct(anna))).isFalse();
        assertThat(sees(Sandbox.patient(anna), mr(anna))).isTrue();
        put(
                "Consent",
                permit,
                consentOf(
                        anna,
                        "active",
                        "'type':'permit','purpose':[{'system':"
                                + "'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'PATRQT'}]"));
        assertThat(sees(Sandbox.patient(anna), ct(anna))).isTrue();
    }

    @Test
    void letsAnAppOfStaffThatActsForOnePatientSeeNoMoreThanStaff() {
        Map<String, String> launch = Map.of("patient", anna, "fhirUser", "Practitioner/" + doctor);
        assertThat(sees(Sandbox.with("patient/*.rs", launch), ct(anna))).isFalse();
        people.order(doctor, anna, "active");
        people.order(doctor, ben, "active");

        assertThat(sees(Sandbox.with("patient/*.rs", launch), ct(anna))).isTrue();
        assertThat(sees(Sandbox.with("patient/*.rs", launch), ct(ben))).isFalse();
    }

    @Test
    void knowsNobodyOfOtherKinds() {
        consent(anna, "'type':'permit'");
        for (String user : new String[] {"Device/d", "Group/g", "Person/p", "Organization/o"}) {
            Sandbox.with("user/*.rs patient/*.rs", Map.of("patient", anna, "fhirUser", user))
                    .get("/fhir/Patient/" + anna)
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void closesToStaffTheRecordsOfAllWhoDenyWhenTheyAreTooManyToLookAt() {
        people.order(doctor, anna, "active");
        people.order(doctor, ben, "active");
        java.util.List<String> consents = IntStream.range(0, 201)
                .mapToObj(i -> consent(
                        i == 0 ? anna : "somebody-" + people.run, "'type':'deny','class':[{'code':'ImagingStudy'}]"))
                .toList();

        assertThat(sees(staff(doctor), ct(anna))).isFalse();
        assertThat(sees(staff(doctor), ct(ben))).isTrue();
        consents.forEach(id -> Sandbox.backend().delete("/fhir/Consent/" + id));
    }

    @Test
    void saysNothingOfWhatIsNotReached() {
        Response absent = staff(doctor).get("/fhir/ImagingStudy/never-was");
        Response hidden = staff(doctor).get("/fhir/ImagingStudy/" + ct(anna));

        assertThat(hidden.asString().replace(ct(anna), "never-was")).isEqualTo(absent.asString());
        for (String query : new String[] {
            "ImagingStudy?patient=" + anna,
            "ImagingStudy?patient=" + anna + "&_include=ImagingStudy:patient",
            "Patient?_has:ImagingStudy:patient:modality=CT&_count=500",
            "Observation?subject:Patient.family=secret-" + anna,
            "Patient?_id=" + anna + "&_revinclude=ImagingStudy:patient&_revinclude:iterate=ImagingStudy:patient",
            "?_type=Patient,Observation,ImagingStudy&_lastUpdated=gt2020",
            "ImagingStudy/_history?_count=500",
            "Patient?_count=500&_total=accurate"
        }) {
            staff(doctor)
                    .get("/fhir/" + query)
                    .then()
                    .statusCode(200)
                    .body(org.hamcrest.Matchers.not(containsString("\"secret-")));
        }
    }

    private static RequestSpecification mother(String id) {
        return Sandbox.with("user/*.rs", Map.of("fhirUser", "Patient/" + id));
    }

    private RequestSpecification related(String person) {
        return Sandbox.with("patient/*.rs", Map.of("patient", anna, "fhirUser", "RelatedPerson/" + person));
    }

    private static Response breakGlass(RequestSpecification caller, String patient, String reason) {
        String body = "{'resourceType':'Parameters','parameter':[{'name':'reason','valueString':'" + reason + "'}]}";
        return caller.body(body.replace('\'', '"')).post("/fhir/Patient/" + patient + "/$break-glass");
    }

    private static boolean sees(RequestSpecification caller, String study) {
        int status = caller.get("/fhir/ImagingStudy/" + study).statusCode();
        assertThat(status).isIn(200, 403, 404);
        return status == 200;
    }
}
