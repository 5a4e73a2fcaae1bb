package health.webqx.imaging.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many de-identified studies: in which order they come, and that none is missed or comes twice. */
@QuarkusTest
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class DeidentifiedOrderTest {
    /** More than are read at once, several times over. */
    private static final int MANY = 450;

    @BeforeEach
    void manyStudiesArrive() {
        each(number -> "{'resource':{'resourceType':'ImagingStudy','id':'" + id(number)
                + "','status':'available','identifier':[{'system':'urn:dicom:uid','value':'urn:oid:" + uid(number)
                + "'}],'modality':[{'system':'http://dicom.nema.org/resources/ontology/DCM','code':'XA'}],'subject':"
                + "{'reference':'Patient/anna-keller','identifier':{'system':'https://webqx.health/sandbox/mrn',"
                + "'value':'WQX-1001'}},'series':[" + series(number, 1) + "," + series(number, 2) + ","
                + series(number, 3)
                + "]},'request':{'method':'PUT','url':'ImagingStudy/" + id(number) + "'}}");
    }

    @AfterEach
    void theyLeave() {
        each(number -> "{'request':{'method':'DELETE','url':'ImagingStudy/" + id(number) + "'}}");
    }

    @Test
    void comeInTheOrderOfTheirPseudonymsWhichTellsNothing() {
        List<String> all = studies("limit=500");

        assertThat(all).hasSize(MANY).isSorted().doesNotHaveDuplicates();
        assertThat(studies("limit=500&StudyInstanceUID=" + all.get(7) + "," + all.get(3) + "," + all.get(5)))
                .containsExactly(all.get(3), all.get(5), all.get(7));
    }

    @Test
    void comePageByPageEachOnce() {
        List<String> paged = new ArrayList<>();
        for (int offset = 0; offset < MANY; offset += 90) {
            paged.addAll(studies("limit=90&offset=" + offset));
        }

        assertThat(paged).isEqualTo(studies("limit=500"));
        assertThat(studies("limit=90&offset=" + MANY)).isEmpty();
    }

    /** Of a study's series, too. */
    @Test
    void haveTheirSeriesInTheOrderOfPseudonyms() {
        List<String> series = Sandbox.with("system/*.rs webqx/deidentified", Map.of())
                .get("/dicomweb/series?Modality=XA&limit=5000")
                .jsonPath()
                .getList("collect { it.'0020000D'.Value[0] + ' ' + it.'0020000E'.Value[0] }");

        assertThat(series).hasSize(3 * MANY).isSorted().doesNotHaveDuplicates();
    }

    private static List<String> studies(String query) {
        return Sandbox.with("system/*.rs webqx/deidentified", Map.of())
                .get("/dicomweb/studies?ModalitiesInStudy=XA&" + query)
                .jsonPath()
                .getList("collect { it.'0020000D'.Value[0] }");
    }

    private static void each(IntFunction<String> entry) {
        String entries = IntStream.range(0, MANY).mapToObj(entry).collect(Collectors.joining(","));
        Sandbox.backend()
                .body(("{'resourceType':'Bundle','type':'transaction','entry':[" + entries + "]}").replace('\'', '"'))
                .post("/fhir")
                .then()
                .statusCode(200);
    }

    private static String uid(int number) {
        return "1.2.3.7000." + number;
    }

    private static String series(int study, int number) {
        return "{'uid':'" + uid(study) + "." + number
                + "','modality':{'system':'http://dicom.nema.org/resources/ontology/DCM','code':'XA'}}";
    }

    /** As the catalogue names a study's ImagingStudy. */
    private static String id(int number) {
        return UUID.nameUUIDFromBytes(("urn:oid:" + uid(number)).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
