package health.webqx.imaging.access;

import static health.webqx.imaging.access.Matrix.ALL;
import static health.webqx.imaging.access.Matrix.ANNA;
import static health.webqx.imaging.access.Matrix.UID;
import static health.webqx.imaging.access.Matrix.as;
import static health.webqx.imaging.access.Matrix.leaksNothing;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicomweb.StudyFolder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind of caller of {@link Matrix} at the operations on the record of accesses, and at storing images. */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class AuditMatrixTest {
    private static final String SEES_EVERY_EVENT = "backend wide";

    private final Matrix matrix = new Matrix();

    @BeforeEach
    void imagesAreCatalogued() {
        matrix.arrive();
    }

    @Test
    void tellsOfAllAccessesToWhoeverSeesThemAll() {
        for (Row row : matrix.rows()) {
            for (String operation : List.of("$verify", "$export-syslog")) {
                String cell = row + " × " + operation;
                Response answer = as(row).get("/fhir/AuditEvent/" + operation);
                int allowed = row.name().equals(SEES_EVERY_EVENT) ? 200 : 403;
                assertThat(answer.statusCode()).as(cell).isEqualTo(row.trusted() ? allowed : 401);
                if (answer.statusCode() != 200) {
                    leaksNothing(row, cell, answer, "");
                }
            }
        }
    }

    /** A report counts what a search of AuditEvents would show. */
    @Test
    void countsForEachCallerWhatItMaySee() {
        for (Row row : matrix.rows()) {
            String cell = row + " × $report";
            Response answer = as(row).get("/fhir/AuditEvent/$report?by=patient");
            int allowed = row.isOn("AuditEvent") ? 200 : 403;
            assertThat(answer.statusCode()).as(cell).isEqualTo(row.trusted() ? allowed : 401);
            if (!row.name().equals(SEES_EVERY_EVENT)) {
                assertThat(answer.asString()).as(cell).doesNotContain("\"group\"");
            }
        }
    }

    @Test
    void tellsWhoLookedToThePatientAndWhoActsForThePatient() {
        for (Row row : matrix.rows()) {
            for (String patient : ALL) {
                String path = "/fhir/Patient/" + patient + "/$who-looked";
                Response answer = as(row).get(path);
                assertThat(answer.statusCode()).as(row + " × " + path).isEqualTo(lookers(row, patient));
                leaksNothing(row, row + " × " + path, answer, patient);
                if (answer.statusCode() == 404) {
                    Response absent = as(row).get(path.replace(patient, "nobody"));
                    assertThat(answer.asString().replace(patient, "nobody")).isEqualTo(absent.asString());
                }
            }
        }
    }

    private static int lookers(Row row, String patient) {
        if (!row.trusted()) {
            return 401;
        } else if (!row.isOn("Patient")) {
            return 403;
        } else if (!row.sees("Patient", patient)) {
            return 404;
        }
        return row.bound().contains(patient) || row.name().equals(SEES_EVERY_EVENT) ? 200 : 403;
    }

    /** None of the matrix's scopes is one to create by. */
    @Test
    void takesNoImagesFromWhomIsOnlyToRead() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("target/dicomweb-studies/" + UID.get(ANNA) + ".1.1.dcm"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("--b\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body.write(file);
        body.write("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        for (Row row : matrix.rows()) {
            for (String path : List.of("/dicomweb/studies", "/dicomweb/studies/" + UID.get(ANNA))) {
                Response answer = as(row).header(
                                "Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b")
                        .body(body.toByteArray())
                        .post(path);
                assertThat(answer.statusCode()).as(row + " × STOW at " + path).isEqualTo(row.trusted() ? 403 : 401);
            }
        }
    }
}
