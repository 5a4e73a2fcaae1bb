package health.webqx.imaging.access;

import static health.webqx.imaging.access.Matrix.ALL;
import static health.webqx.imaging.access.Matrix.ANNA;
import static health.webqx.imaging.access.Matrix.BEN;
import static health.webqx.imaging.access.Matrix.CARLA;
import static health.webqx.imaging.access.Matrix.FAMILY;
import static health.webqx.imaging.access.Matrix.UID;
import static health.webqx.imaging.access.Matrix.as;
import static health.webqx.imaging.access.Matrix.instance;
import static health.webqx.imaging.access.Matrix.leaksNothing;
import static health.webqx.imaging.access.Matrix.study;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicomweb.StudyFolder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind of caller of {@link Matrix} at every operation, at transactions, at histories and at Subscriptions. */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = OperationMatrixTest.ViewerElsewhere.class, restrictToAnnotatedClass = true)
class OperationMatrixTest {
    private static final List<String> EXPORTED = List.of("Patient", "ImagingStudy", "Observation");
    private static final String GUIDE = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

    private final Matrix matrix = new Matrix();

    /** A viewer that others serve. */
    public static class ViewerElsewhere implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            return Map.of("webqx.viewer.url", "https://viewer.example.org");
        }

        @Override
        public void stop() {}
    }

    @BeforeEach
    void imagesAreCatalogued() {
        matrix.arrive();
    }

    @Test
    void exportsToEachCallerWhatItMaySee() {
        for (Row row : matrix.rows()) {
            String types = String.join(",", EXPORTED);
            for (String path : List.of("/fhir/$export", "/fhir/Patient/$export")) {
                Response begun = async(row).get(path + "?_type=" + types);
                boolean some = EXPORTED.stream().anyMatch(row::isOn);
                assertThat(begun.statusCode())
                        .as(row + " × " + path)
                        .isEqualTo(!row.trusted() ? 401 : some ? 202 : 403);
                if (begun.statusCode() == 202) {
                    exported(row, begun.header("Content-Location"));
                }
            }
            groups(row);
        }
    }

    private static void exported(Row row, String status) {
        Response manifest = as(row).get(status);
        List<String> types = manifest.path("output.type");
        assertThat(EXPORTED).as(row + " × export").containsAll(types);
        for (String type : EXPORTED) {
            StringBuilder lines = new StringBuilder();
            List<String> urls = manifest.path("output.findAll { it.type == '" + type + "' }.url");
            for (String url : urls) {
                Response file = as(row).get(url);
                assertThat(file.statusCode()).as(row + " × " + url).isEqualTo(200);
                leaksNothing(row, row + " × " + url, file, "");
                lines.append(file.asString());
            }
            for (String patient : ALL) {
                String mark =
                        switch (type) {
                            case "Patient" -> "\"id\":\"" + patient + "\"";
                            case "ImagingStudy" -> UID.get(patient) + "\"";
                            default -> "\"obs-" + patient + "\"";
                        };
                assertThat(lines.toString().contains(mark))
                        .as(row + " × export of " + type + " of " + patient)
                        .isEqualTo(row.sees(type, patient));
            }
        }
    }

    /** A group of one is in that one's record; a group of all is closed to whoever may not see all. */
    private void groups(Row row) {
        for (String patient : ALL) {
            String group = "group-" + patient + matrix.people.run;
            People.put(
                    "Group",
                    group,
                    "'type':'person','actual':true,'member':[{'entity':{'reference':'Patient/" + patient + "'}}]");
            String path = "/fhir/Group/" + group + "/$export";
            Response begun = async(row).get(path);
            boolean open = row.isOn("Group") && row.records().contains(patient);
            assertThat(begun.statusCode())
                    .as(row + " × " + path)
                    .isEqualTo(!row.trusted() ? 401 : !row.isOn("Group") ? 403 : open ? 202 : 404);
            if (begun.statusCode() == 404) {
                Response absent = async(row).get(path.replace(group, "nothing"));
                assertThat(begun.asString().replace(group, "nothing")).isEqualTo(absent.asString());
            }
        }
    }

    private static RequestSpecification async(Row row) {
        return as(row).header("Prefer", "respond-async");
    }

    @Test
    void gathersAndListsForEachCallerWhatItMaySee() {
        for (Row row : matrix.rows()) {
            for (String patient : ALL) {
                String path = "/fhir/Patient/" + patient + "/$everything?_count=500";
                instance(row, "Patient", patient, path, patient, "nobody");
                if (row.sees("Patient", patient)) {
                    String all = as(row).get(path).asString();
                    assertThat(all.contains(UID.get(patient) + "\""))
                            .as(row + " × " + path)
                            .isEqualTo(row.sees("ImagingStudy", patient));
                    assertThat(all.contains("\"obs-" + patient + "\""))
                            .as(row + " × " + path)
                            .isEqualTo(row.sees("Observation", patient));
                }
            }
            history(row, "Observation", "\"obs-%s\"");
            history(row, "Patient", "\"id\":\"%s\"");
            String everything = "/fhir/_history?_count=500";
            Response answer = as(row).get(everything);
            assertThat(answer.statusCode())
                    .as(row + " × " + everything)
                    .isEqualTo(!row.trusted() ? 401 : row.types().contains("*") ? 200 : 403);
            leaksNothing(row, row + " × " + everything, answer, "");
        }
    }

    private static void history(Row row, String type, String mark) {
        String path = "/fhir/" + type + "/_history?_count=500";
        Response answer = as(row).get(path);
        assertThat(answer.statusCode())
                .as(row + " × " + path)
                .isEqualTo(!row.trusted() ? 401 : row.isOn(type) ? 200 : 403);
        for (String patient : ALL) {
            assertThat(answer.asString().contains(mark.formatted(patient)))
                    .as(row + " × " + path + " of " + patient)
                    .isEqualTo(row.sees(type, patient));
        }
        leaksNothing(row, row + " × " + path, answer, "");
    }

    /** What the caller brings itself tells nothing of what is here; but work on files is for staff and backends. */
    @Test
    void worksOnFilesForStaffAndBackends() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("target/dicomweb-studies/" + UID.get(ANNA) + ".1.1.dcm"));
        for (Row row : matrix.rows()) {
            boolean may = row.isOn("ImagingStudy") && row.bound().isEmpty();
            for (String operation : List.of("metadata", "validate", "render", "deidentify")) {
                Response answer =
                        as(row).contentType("application/dicom").body(file).post("/fhir/$dicom-" + operation);
                assertThat(answer.statusCode())
                        .as(row + " × $dicom-" + operation)
                        .isEqualTo(!row.trusted() ? 401 : may ? 200 : 403);
                if (!may) {
                    assertThat(answer.asString()).doesNotContain(UID.get(ANNA));
                }
            }
            String given = People.json("Patient", "x", "'active':true");
            assertThat(as(row).body(given).post("/fhir/Patient/$validate").statusCode())
                    .as(row + " × $validate")
                    .isEqualTo(row.trusted() ? 200 : 401);
        }
    }

    /** A session shows of one patient what its caller sees, and opens no other door. */
    @Test
    void opensTheViewerForThoseWhoMaySeeTheImages() {
        for (Row row : matrix.rows()) {
            for (String patient : ALL) {
                String study = study(patient);
                String path = "/fhir/ImagingStudy/" + study + "/$viewer-session";
                instance(row, "ImagingStudy", patient, path, study, "nothing", RequestSpecification::post);
                if (row.sees("ImagingStudy", patient)) {
                    String url = as(row).post(path).path("parameter[0].valueUrl");
                    assertThat(url)
                            .startsWith("https://viewer.example.org/viewer?StudyInstanceUIDs=" + UID.get(patient));
                    shows(
                            row + " × session of " + patient,
                            URI.create(url).getQuery().replaceFirst(".*&token=", ""),
                            patient);
                }
            }
        }
    }

    private static void shows(String cell, String token, String patient) {
        for (String each : ALL) {
            String study = "/dicomweb/studies/" + UID.get(each);
            int expected = each.equals(patient) ? 200 : 404;
            for (String path : List.of(study + "/metadata", study + "/thumbnail", study)) {
                assertThat(Sandbox.bearing(token).get(path).statusCode())
                        .as(cell + " × " + path)
                        .isEqualTo(expected);
            }
            assertThat(Sandbox.bearing(token)
                            .get("/dicomweb/studies")
                            .asString()
                            .contains(UID.get(each) + "\""))
                    .as(cell + " × search for " + each)
                    .isEqualTo(each.equals(patient));
            for (String path :
                    List.of("/fhir/Patient/" + each, "/fhir/ImagingStudy/" + study(each), "/fhir/ImagingStudy")) {
                Response closed = Sandbox.bearing(token).get(path);
                assertThat(closed.statusCode()).as(cell + " × " + path).isEqualTo(401);
            }
        }
        assertThat(Sandbox.bearing(token).post("/dicomweb/studies").statusCode())
                .as(cell + " × STOW")
                .isIn(403, 415);
    }

    /** What a transaction reads is answered entry by entry, once its writes are done (decision 004). */
    @Test
    void answersWhatATransactionReadsAsIfItHadComeAlone() {
        Map<String, String> studies = Map.of(ANNA, study(ANNA), BEN, study(BEN), CARLA, study(CARLA));
        for (Row row : matrix.rows()) {
            for (String patient : ALL) {
                String cell = row + " × transaction of " + patient;
                Response answer = transaction(row, studies.get(patient), patient);
                leaksNothing(row, cell, answer, patient);
                if (!row.trusted()) {
                    assertThat(answer.asString()).as(cell).doesNotContain(FAMILY.get(patient));
                    continue;
                }
                List<String> statuses = answer.path("entry.response.status");
                assertThat(statuses.get(0)).as(cell).startsWith(alone(row, "ImagingStudy", patient));
                assertThat(statuses.get(1)).as(cell).startsWith(alone(row, "Patient", patient));
                if (!row.sees("ImagingStudy", patient) && !row.sees("Patient", patient)) {
                    assertThat(answer.asString()
                                    .replace(studies.get(patient), "nothing")
                                    .replace(patient, "nobody"))
                            .as(cell)
                            .isEqualTo(transaction(row, "nothing", "nobody").asString());
                }
            }
        }
    }

    private static String alone(Row row, String type, String patient) {
        return !row.isOn(type) ? "403" : row.sees(type, patient) ? "200" : "404";
    }

    private static Response transaction(Row row, String study, String patient) {
        String entries = "{'request':{'method':'GET','url':'ImagingStudy/" + study + "'}},"
                + "{'request':{'method':'GET','url':'Patient/" + patient + "'}}";
        return as(row).body(
                        ("{'resourceType':'Bundle','type':'transaction','entry':[" + entries + "]}").replace('\'', '"'))
                .post("/fhir");
    }

    @Test
    void keepsASubscriptionFromEverybodyElse() {
        RequestSpecification owner = Sandbox.with("system/*.cruds", Map.of("client_id", "owner-" + matrix.people.run));
        String id = owner.body(subscription())
                .post("/fhir/Subscription")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        for (Row row : matrix.rows()) {
            boolean reads = row.name().equals("backend wide");
            for (String path : List.of("", "/$status", "/$events", "/$get-ws-binding-token")) {
                String address = "/fhir/Subscription/" + id + path;
                Response answer = as(row).get(address);
                int hidden = reads && path.isEmpty() ? 200 : 404;
                assertThat(answer.statusCode())
                        .as(row + " × " + address)
                        .isEqualTo(!row.trusted() ? 401 : row.isOn("Subscription") ? hidden : 403);
                if (answer.statusCode() == 404) {
                    Response absent = as(row).get(address.replace(id, "nothing"));
                    assertThat(answer.asString().replace(id, "nothing")).isEqualTo(absent.asString());
                }
            }
            for (String list : List.of("/fhir/Subscription?_count=500", "/fhir/Subscription/$status")) {
                boolean lists = reads && list.contains("?");
                assertThat(as(row).get(list).asString().contains(id))
                        .as(row + " × " + list)
                        .isEqualTo(lists);
            }
            assertThat(as(row).body(subscription()).post("/fhir/Subscription").statusCode())
                    .as(row + " × create of a Subscription")
                    .isEqualTo(row.trusted() ? 403 : 401);
        }
    }

    private static String subscription() {
        return ("{'resourceType':'Subscription','status':'requested','reason':'test','criteria':"
                        + "'https://webqx.health/fhir/SubscriptionTopic/imaging-study','channel':{'type':'websocket',"
                        + "'payload':'application/fhir+json','_payload':{'extension':[{'url':'" + GUIDE
                        + "payload-content','valueCode':'id-only'}]}}}")
                .replace('\'', '"');
    }

    @Test
    void extractsForThoseWhoMaySeeTheImagesAndWriteIntoTheRecord() {
        for (Row row : matrix.rows()) {
            for (String patient : ALL) {
                assertThat(extraction(row, study(patient)).statusCode())
                        .as(row + " × $extract-observations")
                        .isEqualTo(row.trusted() ? 403 : 401);
            }
        }
        Set<String> any = Set.of("*");
        Set<String> one = Set.of(ANNA);
        for (Row row : List.of(
                writer("patient who writes", "patient/*.cruds", Map.of("patient", ANNA), any, one),
                writer("no consent, who writes", "patient/*.cruds", Map.of("patient", BEN), any, Set.of()),
                writer("stranger who writes", "user/*.cruds", user("stranger"), any, Set.of()),
                writer("radiologist who writes", "user/*.cruds", user(matrix.people.radiologist), any, ALL),
                writer("backend that writes", "system/*.cruds", Map.of(), any, ALL))) {
            for (String patient : ALL) {
                extraction(row, patient, study(patient));
                if (!row.bound().isEmpty() && !row.bound().contains(patient)) {
                    refersToNobody(row, patient);
                }
            }
        }
    }

    private static Row writer(
            String name, String scope, Map<String, String> context, Set<String> types, Set<String> images) {
        Set<String> bound = new TreeSet<>(context.containsKey("patient") ? Set.of(context.get("patient")) : Set.of());
        return new Row(name, Sandbox.token(scope, context), true, types, images, images, bound);
    }

    private static Map<String, String> user(String practitioner) {
        return Map.of("fhirUser", "Practitioner/" + practitioner);
    }

    private static Response extraction(Row row, String study) {
        return as(row).post("/fhir/ImagingStudy/" + study + "/$extract-observations");
    }

    private static void extraction(Row row, String patient, String study) {
        Response answer = extraction(row, study);
        assertThat(answer.statusCode())
                .as(row + " × $extract-observations of " + patient + answer.asString())
                .isEqualTo(row.sees("ImagingStudy", patient) ? 200 : 404);
        if (answer.statusCode() == 404) {
            assertThat(answer.asString().replace(study, "nothing"))
                    .isEqualTo(extraction(row, "nothing").asString());
        }
    }

    /** A reference by search to somebody out of reach is one to nobody. */
    private static void refersToNobody(Row row, String patient) {
        Response answer = conditional(row, FAMILY.get(patient));
        assertThat(answer.statusCode()).as(row + " × conditional reference").isIn(400, 404, 409, 412, 422);
        assertThat(answer.asString().replace(FAMILY.get(patient), "Nobody"))
                .as(row + " × conditional reference")
                .isEqualTo(conditional(row, "Nobody").asString());
    }

    private static Response conditional(Row row, String family) {
        String observation =
                "{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':{'reference':"
                        + "'Patient?family=" + family + "'}}";
        return as(row).body(("{'resourceType':'Bundle','type':'transaction','entry':[{'resource':" + observation
                                + ",'request':{'method':'POST','url':'Observation'}}]}")
                        .replace('\'', '"'))
                .post("/fhir");
    }
}
