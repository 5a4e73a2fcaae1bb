package health.webqx.imaging.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** Made-up people of one test, with ids of their own: each patient with a study and an observation, a doctor with a role. */
final class People {
    final String run = UUID.randomUUID().toString().substring(0, 8);
    final String anna = "anna-" + run;
    final String ben = "ben-" + run;
    final String doctor = "doctor-" + run;
    final String radiologist = "radiologist-" + run;
    final String clinic = "clinic-" + run;

    /** Has them written. */
    void arrive() {
        for (String patient : new String[] {anna, ben}) {
            put("Patient", patient, "'name':[{'family':'secret-" + patient + "'}]");
            put("ImagingStudy", ct(patient), study(patient, "CT", "2026-03-01T10:00:00Z"));
            put("ImagingStudy", mr(patient), study(patient, "MR", "2020-03-01T10:00:00Z"));
            put(
                    "Observation",
                    "obs-" + patient,
                    "'status':'final','code':{'text':'secret-" + patient + "'},'subject':{'reference':'Patient/"
                            + patient + "'}");
        }
        put("Organization", clinic, "'active':true");
        role(
                doctor,
                "'code':[{'coding':[{'code':'doctor'}]}],'specialty':[{'coding':[{'system':'http://snomed.info/sct',"
                        + "'code':'394914008'}]}]");
        role(radiologist, "'code':[{'coding':[{'code':'radiologist'}]}]");
    }

    static String ct(String patient) {
        return "ct-" + patient;
    }

    static String mr(String patient) {
        return "mr-" + patient;
    }

    static String study(String patient, String modality, String started) {
        return "'status':'available','description':'secret-" + patient + "','subject':{'reference':'Patient/" + patient
                + "'},'started':'" + started + "','series':[{'uid':'1.2.3','modality':"
                + "{'system':'http://dicom.nema.org/resources/ontology/DCM','code':'" + modality + "'}}]";
    }

    void role(String practitioner, String members) {
        put("Practitioner", practitioner, "'active':true");
        put(
                "PractitionerRole",
                "role-" + practitioner,
                "'active':true,'practitioner':{'reference':'Practitioner/" + practitioner
                        + "'},'organization':{'reference':'Organization/" + clinic + "'}," + members);
    }

    /** That the practitioner has ordered something for the patient. */
    String order(String practitioner, String patient, String status) {
        String id = "order-" + practitioner + "-" + patient;
        put(
                "ServiceRequest",
                id,
                "'status':'" + status + "','intent':'order','subject':{'reference':'Patient/" + patient
                        + "'},'requester':{'reference':'Practitioner/" + practitioner + "'}");
        return id;
    }

    static RequestSpecification staff(String practitioner) {
        return Sandbox.with("user/*.rs", Map.of("fhirUser", "Practitioner/" + practitioner));
    }

    static String consent(String patient, String provision) {
        String id = "consent-" + UUID.randomUUID();
        put("Consent", id, consentOf(patient, "active", provision));
        return id;
    }

    static String consentOf(String patient, String status, String provision) {
        return "'status':'" + status + "','scope':{'coding':[{'code':'patient-privacy'}]},'category':[{'text':'x'}],"
                + "'policy':[{'uri':'http://x'}],'patient':{'reference':'Patient/" + patient + "'},"
                + "'dateTime':'2026-01-01','provision':{" + provision + "}";
    }

    static void put(String type, String id, String members) {
        int status = Sandbox.backend()
                .body(json(type, id, members))
                .put("/fhir/" + type + "/" + id)
                .statusCode();
        assertThat(status).as(type + "/" + id).isIn(200, 201);
    }

    static String json(String type, String id, String members) {
        return ("{'resourceType':'" + type + "','id':'" + id + "'," + members + "}").replace('\'', '"');
    }

    /** An actor of a provision. */
    static String actor(String reference) {
        return "'actor':[{'role':{'text':'x'},'reference':{'reference':'" + reference + "'}}]";
    }
}
