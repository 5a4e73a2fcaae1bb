package health.webqx.imaging.access;

import static health.webqx.imaging.access.Matrix.ABSENT_UID;
import static health.webqx.imaging.access.Matrix.ALL;
import static health.webqx.imaging.access.Matrix.ANNA;
import static health.webqx.imaging.access.Matrix.BEN;
import static health.webqx.imaging.access.Matrix.UID;
import static health.webqx.imaging.access.Matrix.as;
import static health.webqx.imaging.access.Matrix.instance;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicomweb.StudyFolder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind of caller of {@link Matrix} at every route of DICOMweb and at WADO-URI. */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class ImageMatrixTest {
    private final Matrix matrix = new Matrix();

    @BeforeEach
    void imagesAreCatalogued() {
        matrix.arrive();
    }

    @Test
    void showsImagesToThoseWhoMaySeeThemAndNothingToAnybodyElse() {
        for (Row row : matrix.rows()) {
            for (String patient : ALL) {
                String uid = UID.get(patient);
                routes(uid).forEach(path -> instance(row, "ImagingStudy", patient, path, uid, ABSENT_UID));
                pictures(uid)
                        .forEach(path -> instance(
                                row, "ImagingStudy", patient, path, uid, ABSENT_UID, RequestSpecification::head));
            }
            mixed(row);
        }
    }

    private static String series(String uid) {
        return "/dicomweb/studies/" + uid + "/series/" + uid + ".1";
    }

    private static String object(String uid) {
        return series(uid) + "/instances/" + uid + ".1.1";
    }

    private static String wado(String study, String of) {
        return "/wado?requestType=WADO&studyUID=" + study + "&seriesUID=" + of + ".1&objectUID=" + of + ".1.1";
    }

    private static List<String> routes(String uid) {
        List<String> routes = new java.util.ArrayList<>(pictures(uid));
        for (String target : List.of("/dicomweb/studies/" + uid, series(uid), object(uid))) {
            routes.addAll(List.of(target, target + "/metadata", target + "/pixeldata"));
        }
        routes.addAll(List.of(
                "/dicomweb/studies/" + uid + "/series",
                "/dicomweb/studies/" + uid + "/instances",
                series(uid) + "/instances",
                object(uid) + "/frames/1",
                object(uid) + "/bulkdata/7FE00010",
                wado(uid, uid) + "&contentType=application/dicom"));
        return routes;
    }

    /** What answers HEAD, too. */
    private static List<String> pictures(String uid) {
        return List.of(
                "/dicomweb/studies/" + uid + "/rendered",
                "/dicomweb/studies/" + uid + "/thumbnail",
                series(uid) + "/rendered",
                series(uid) + "/thumbnail",
                object(uid) + "/rendered",
                object(uid) + "/thumbnail",
                object(uid) + "/frames/1/rendered",
                object(uid) + "/frames/1/thumbnail",
                wado(uid, uid));
    }

    /** What is somebody else's is not in one's own study. */
    private static void mixed(Row row) {
        String path = "/dicomweb/studies/" + UID.get(ANNA) + "/series/" + UID.get(BEN) + ".1";
        String object = path + "/instances/" + UID.get(BEN) + ".1.1";
        int expected = !row.trusted() ? 401 : row.isOn("ImagingStudy") ? 404 : 403;
        for (String mixed : List.of(
                path,
                path + "/metadata",
                object,
                object + "/rendered",
                object + "/frames/1",
                wado(UID.get(ANNA), UID.get(BEN)))) {
            Response answer = as(row).get(mixed);
            Response absent = as(row).get(mixed.replace(UID.get(BEN), ABSENT_UID));
            assertThat(answer.statusCode()).as(row + " × " + mixed).isEqualTo(expected);
            assertThat(answer.asString().replace(UID.get(BEN), ABSENT_UID))
                    .as(row + " × " + mixed)
                    .isEqualTo(absent.asString());
        }
    }
}
