package health.webqx.imaging.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.RealFiles;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What structured reports say, as Observations and DiagnosticReports. */
class ReportResourcesTest {
    @Test
    void tellsEveryMeasurementOfReportsThatOthersMade() throws IOException {
        int reports = 0;
        for (Path file : RealFiles.readable()) {
            DataSet dataSet = DicomFile.read(file).dataSet();
            if (dataSet.string(Tag.ValueType).isEmpty()) {
                continue;
            }
            reports++;
            List<ObjectNode> observations = of(dataSet).observations();
            List<String> told = observations.stream()
                    .filter(each -> each.has("valueQuantity") || each.has("dataAbsentReason"))
                    .map(each -> each.path("valueQuantity").path("value").asText())
                    .toList();

            assertThat(told).as(file.getFileName().toString()).isEqualTo(numbers(dataSet));
            assertThat(observations).allSatisfy(each -> {
                assertThat(each.path("code").path("text").asText()).isNotBlank();
                assertThat(each.path("subject").path("reference").asText()).isEqualTo("Patient/p");
            });
            assertThat(observations.stream().map(each -> each.path("id").asText()))
                    .doesNotHaveDuplicates();
        }
        assertThat(reports).isEqualTo(3);
    }

    @Test
    void readsAVerifiedReportOfAnotherProgramAsFinal() throws IOException {
        Path file = RealFiles.list().stream()
                .filter(each -> each.endsWith("test-SR.dcm"))
                .findFirst()
                .orElseThrow();
        ReportResources resources = of(DicomFile.read(file).dataSet());
        List<ObjectNode> observations = resources.observations();
        ObjectNode report = resources.diagnosticReport(observations);

        assertThat(observations).hasSize(2).allSatisfy(each -> {
            assertThat(each.path("status").asText()).isEqualTo("final");
            assertThat(each.path("code").path("text").asText()).isEqualTo("Diameter");
            assertThat(each.path("valueQuantity").path("unit").asText()).isEqualTo("Length Unit");
            assertThat(each.path("valueQuantity").has("system")).isFalse(); // no unit of UCUM
        });
        assertThat(report.path("status").asText()).isEqualTo("final");
        assertThat(report.path("code").path("text").asText()).isEqualTo("Diagnosis");
        assertThat(report.path("result")).hasSize(2);
    }

    @Test
    void givesAMeasurementTheSiteMethodAndTrackingOfItsGroup() {
        DataSet document = document(group(
                item("UIDREF", "112040", "DCM", "Tracking Unique Identifier").with(Tag.UID, "1.2.3.4"),
                coded("363698007", "SCT", "Finding Site", "39607008", "SCT", "Lung"),
                coded("370129005", "SCT", "Measurement Method", "126030", "DCM", "Sum of segmented voxels"),
                measured("118565006", "Volume", "12.50", "mm3"),
                measured("81827009", "Diameter", "7", "mm").toBuilder()
                        .putItems(
                                Tag.ContentSequence,
                                coded("363698007", "SCT", "Finding Site", "64033007", "SCT", "Kidney"))
                        .build()));
        List<ObjectNode> observations = of(document).observations();
        ObjectNode volume = observations.get(0);

        assertThat(observations).hasSize(2);
        assertThat(volume.path("valueQuantity").toString())
                .isEqualTo(
                        "{\"value\":12.50,\"unit\":\"mm3\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mm3\"}");
        assertThat(volume.path("bodySite").path("text").asText()).isEqualTo("Lung");
        assertThat(volume.path("method").path("coding").path(0).path("code").asText())
                .isEqualTo("126030");
        assertThat(volume.path("identifier").path(1).path("value").asText()).isEqualTo("urn:oid:1.2.3.4");
        assertThat(observations.get(1).path("bodySite").path("text").asText()).isEqualTo("Kidney");
    }

    @Test
    void keepsGroupsApart() {
        DataSet document = document(
                group(
                        coded("363698007", "SCT", "Finding Site", "39607008", "SCT", "Lung"),
                        measured("118565006", "Volume", "1", "mm3")),
                group(measured("118565006", "Volume", "2", "mm3")));
        List<ObjectNode> observations = of(document).observations();

        assertThat(observations.get(0).path("bodySite").path("text").asText()).isEqualTo("Lung");
        assertThat(observations.get(1).has("bodySite")).isFalse();
    }

    @Test
    void saysThatAMeasurementFailed() {
        DataSet failed = item("NUM", "118565006", "SCT", "Volume").toBuilder()
                .putItems(Tag.MeasuredValueSequence, List.of())
                .putItems(Tag.NumericValueQualifierCodeSequence, code("114006", "DCM", "Measurement failure"))
                .build();
        ObjectNode observation = of(document(group(failed))).observations().get(0);

        assertThat(observation.has("valueQuantity")).isFalse();
        assertThat(observation.path("dataAbsentReason").path("text").asText()).isEqualTo("Measurement failure");
    }

    /** The numbers of NUM items with a name in the order of the document, found without our reading of reports. */
    private static List<String> numbers(DataSet item) {
        List<String> numbers = new ArrayList<>();
        boolean named = !item.items(Tag.ConceptNameCodeSequence).isEmpty();
        if (named && item.string(Tag.ValueType).filter("NUM"::equals).isPresent()) {
            numbers.add(item.items(Tag.MeasuredValueSequence).stream()
                    .flatMap(value -> value.string(Tag.NumericValue).stream())
                    .findFirst()
                    .orElse("")
                    .strip());
        }
        item.items(Tag.ContentSequence).forEach(child -> numbers.addAll(numbers(child)));
        return numbers;
    }

    private static ReportResources of(DataSet dataSet) throws Failure {
        ObjectNode study = ResourceJson.object();
        study.putObject("subject").put("reference", "Patient/p");
        Holding holding =
                new Holding(Uid.of("1.2"), new ResourceKey("ImagingStudy", "s"), study, Set.of("p"), List.of());
        return ReportResources.of(dataSet, holding, "http://here/dicomweb");
    }

    private static DataSet document(DataSet... groups) {
        return container("126000", "Imaging Measurement Report", container("126010", "Imaging Measurements", groups))
                .with(Tag.SOPInstanceUID, "1.2.9");
    }

    private static DataSet group(DataSet... items) {
        return container("125007", "Measurement Group", items);
    }

    private static DataSet container(String code, String meaning, DataSet... items) {
        return item("CONTAINER", code, "DCM", meaning).toBuilder()
                .putItems(Tag.ContentSequence, Stream.of(items).toList())
                .build();
    }

    private static DataSet item(String type, String code, String scheme, String meaning) {
        return DataSet.builder()
                .put(Tag.RelationshipType, "CONTAINS")
                .put(Tag.ValueType, type)
                .putItems(Tag.ConceptNameCodeSequence, code(code, scheme, meaning))
                .build();
    }

    private static DataSet coded(
            String name, String scheme, String meaning, String code, String codeScheme, String codeMeaning) {
        return item("CODE", name, scheme, meaning).toBuilder()
                .putItems(Tag.ConceptCodeSequence, code(code, codeScheme, codeMeaning))
                .build();
    }

    private static DataSet measured(String code, String meaning, String number, String unit) {
        DataSet value = DataSet.builder()
                .put(Tag.NumericValue, number)
                .putItems(Tag.MeasurementUnitsCodeSequence, code(unit, "UCUM", unit))
                .build();
        return item("NUM", code, "SCT", meaning).toBuilder()
                .putItems(Tag.MeasuredValueSequence, value)
                .build();
    }

    private static DataSet code(String value, String scheme, String meaning) {
        return DataSet.builder()
                .put(Tag.CodeValue, value)
                .put(Tag.CodingSchemeDesignator, scheme)
                .put(Tag.CodeMeaning, meaning)
                .build();
    }
}
