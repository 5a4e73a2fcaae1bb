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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind of caller of {@link Matrix} at every route of DICOMweb and at WADO-URI. */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class ImageMatrixTest {
    /** What is written in the originals, and nowhere else. */
    private static final List<String> IDENTIFYING = List.of(
            "1.2.826.0.1.", "Keller", "Okafor", "Ruiz", "Anna", "Carla", "WQX-", "20260301", "2026-03-01", "chest");

    private static final int OF_ANNA = 3;
    private static final int OF_ALL = 6;

    private final Matrix matrix = new Matrix();

    /** Where an instance is on DICOMweb. */
    private record Place(String study, String series, String instance) {
        static Place of(String uid) {
            return new Place(uid, uid + ".1", uid + ".1.1");
        }

        /** By its address, as rows of a search have it. */
        static Place at(String address) {
            String[] parts = address.substring(address.indexOf("/studies/")).split("/", -1);
            return new Place(parts[2], parts[4], parts[6]);
        }

        String studyPath() {
            return "/dicomweb/studies/" + study;
        }

        String seriesPath() {
            return studyPath() + "/series/" + series;
        }

        String path() {
            return seriesPath() + "/instances/" + instance;
        }

        String wado() {
            return "/wado?requestType=WADO&studyUID=" + study + "&seriesUID=" + series + "&objectUID=" + instance;
        }
    }

    @BeforeEach
    void imagesAreCatalogued() {
        matrix.arrive();
    }

    @Test
    void showsImagesToThoseWhoMaySeeThemAndNothingToAnybodyElse() {
        for (Row row : matrix.rows()) {
            for (String patient : ALL) {
                String uid = UID.get(patient);
                Row at = row.onDicomWeb();
                routes(Place.of(uid)).forEach(path -> instance(at, "ImagingStudy", patient, path, uid, ABSENT_UID));
                pictures(Place.of(uid))
                        .forEach(path -> instance(
                                at, "ImagingStudy", patient, path, uid, ABSENT_UID, RequestSpecification::head));
            }
            mixed(row.onDicomWeb());
        }
    }

    /** Byte by byte, and in the headers too. */
    @Test
    void givesForResearchNothingThatTellsWhoseItIs() {
        for (Row row : matrix.rows().stream().filter(Row::deidentified).toList()) {
            List<Place> places = places(row);
            assertThat(places).as(row + " sees").hasSize(row.name().startsWith("patient") ? OF_ANNA : OF_ALL);
            for (Place place : places) {
                for (String path : routes(place)) {
                    Response answer = as(row).get(path);
                    assertThat(answer.statusCode()).as(row + " × " + path).isEqualTo(200);
                    identifiesNobody(row + " × " + path, answer);
                }
                for (String path : pictures(place)) {
                    isNotKept(row, path);
                }
            }
            for (String search : List.of("studies", "series", "instances")) {
                String path = "/dicomweb/" + search + "?includefield=all";
                identifiesNobody(row + " × " + path, as(row).get(path));
            }
            assertThat(as(row).get("/fhir/ImagingStudy").statusCode())
                    .as(row + " × FHIR")
                    .isEqualTo(403);
            assertThat(as(row).contentType("multipart/related; type=\"application/dicom\"; boundary=b")
                            .body("--b--".getBytes(StandardCharsets.US_ASCII))
                            .post(places.get(0).studyPath())
                            .statusCode())
                    .as(row + " × STOW")
                    .isEqualTo(403);
        }
    }

    /** Nothing of it is kept, so it has no entity tag; and none makes an original known that is not in sight. */
    private static void isNotKept(Row row, String path) {
        assertThat(as(row).get(path).header("ETag")).as(row + " × ETag " + path).isNull();
        String original = pictures(Place.of(UID.get(ANNA))).get(0);
        assertThat(as(row).header("If-None-Match", "*").get(original).statusCode())
                .as(row + " × If-None-Match " + original)
                .isEqualTo(404);
    }

    private static List<Place> places(Row row) {
        List<String> addresses =
                as(row).get("/dicomweb/instances?limit=500").jsonPath().getList("collect { it.'00081190'.Value[0] }");
        return addresses.stream().map(Place::at).toList();
    }

    private static void identifiesNobody(String cell, Response answer) {
        String all = answer.headers() + "\n" + new String(answer.asByteArray(), StandardCharsets.ISO_8859_1);
        for (String value : IDENTIFYING) {
            assertThat(all.contains(value)).as(cell + " tells " + value).isFalse();
        }
    }

    private static List<String> routes(Place place) {
        List<String> routes = new ArrayList<>(pictures(place));
        for (String target : List.of(place.studyPath(), place.seriesPath(), place.path())) {
            routes.addAll(List.of(target, target + "/metadata", target + "/pixeldata"));
        }
        routes.addAll(List.of(
                place.studyPath() + "/series",
                place.studyPath() + "/instances",
                place.seriesPath() + "/instances",
                place.path() + "/frames/1",
                place.path() + "/bulkdata/7FE00010",
                place.wado() + "&contentType=application/dicom"));
        return routes;
    }

    /** What answers HEAD, too. */
    private static List<String> pictures(Place place) {
        return List.of(
                place.studyPath() + "/rendered",
                place.studyPath() + "/thumbnail",
                place.seriesPath() + "/rendered",
                place.seriesPath() + "/thumbnail",
                place.path() + "/rendered",
                place.path() + "/thumbnail",
                place.path() + "/frames/1/rendered",
                place.path() + "/frames/1/thumbnail",
                place.wado());
    }

    /** What is somebody else's is not in one's own study. */
    private static void mixed(Row row) {
        Place anna = Place.of(UID.get(ANNA));
        Place ben = Place.of(UID.get(BEN));
        Place mixed = new Place(anna.study(), ben.series(), ben.instance());
        int expected = !row.trusted() ? 401 : row.isOn("ImagingStudy") ? 404 : 403;
        for (String path : List.of(
                mixed.seriesPath(),
                mixed.seriesPath() + "/metadata",
                mixed.path(),
                mixed.path() + "/rendered",
                mixed.path() + "/frames/1",
                mixed.wado())) {
            Response answer = as(row).get(path);
            Response absent = as(row).get(path.replace(UID.get(BEN), ABSENT_UID));
            assertThat(answer.statusCode()).as(row + " × " + path).isEqualTo(expected);
            assertThat(answer.asString().replace(UID.get(BEN), ABSENT_UID))
                    .as(row + " × " + path)
                    .isEqualTo(absent.asString());
        }
    }
}
