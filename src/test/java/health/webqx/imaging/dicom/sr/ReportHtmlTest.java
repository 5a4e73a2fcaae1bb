package health.webqx.imaging.dicom.sr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.Tag;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What people read of a structured report. */
class ReportHtmlTest {
    @Test
    void showsHeadingsMeasurementsAndReferences() throws DicomException {
        String html = html(report("Solid nodule."));

        assertThat(html)
                .contains("<h1>Imaging report</h1>")
                .contains("<h2>Findings</h2>")
                .contains("<strong>Finding:</strong> <span class=\"text\">Solid nodule.</span>")
                .contains("<strong>Diameter:</strong> <span class=\"text\">12.50 mm</span>")
                .contains("instance 1.2.3")
                .contains("<dd>Dr. Léna Moreau</dd>")
                .contains("<dd>partial, unverified</dd>");
    }

    @Test
    void letsNoMarkupOfTheReportThrough() throws DicomException {
        String html = html(report("</span><script>alert('x')</script>&\u0001"));

        assertThat(html)
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;\uFFFD");
    }

    @Test
    void refusesWhatHasNoContent() {
        assertThatThrownBy(() -> StructuredReport.of(
                        DataSet.builder().put(Tag.PatientID, "1").build()))
                .isInstanceOf(DicomException.class)
                .hasMessageContaining("(0040,A040)");
    }

    private static String html(DataSet report) throws DicomException {
        return new String(ReportHtml.of(StructuredReport.of(report)), StandardCharsets.UTF_8);
    }

    private static DataSet report(String finding) {
        DataSet image = DataSet.builder()
                .put(Tag.RelationshipType, "INFERRED FROM")
                .put(Tag.ValueType, "IMAGE")
                .putItems(
                        Tag.ReferencedSOPSequence,
                        DataSet.builder()
                                .put(Tag.ReferencedSOPInstanceUID, "1.2.3")
                                .build())
                .build();
        DataSet value = DataSet.builder()
                .put(Tag.NumericValue, "12.50")
                .putItems(Tag.MeasurementUnitsCodeSequence, code("mm", "UCUM", "millimeter"))
                .build();
        DataSet diameter = DataSet.builder()
                .put(Tag.RelationshipType, "CONTAINS")
                .put(Tag.ValueType, "NUM")
                .putItems(Tag.ConceptNameCodeSequence, code("81827009", "SCT", "Diameter"))
                .putItems(Tag.MeasuredValueSequence, value)
                .putItems(Tag.ContentSequence, image)
                .build();
        DataSet text = DataSet.builder()
                .put(Tag.RelationshipType, "CONTAINS")
                .put(Tag.ValueType, "TEXT")
                .putItems(Tag.ConceptNameCodeSequence, code("121071", "DCM", "Finding"))
                .put(Tag.TextValue, finding)
                .build();
        DataSet findings = DataSet.builder()
                .put(Tag.RelationshipType, "CONTAINS")
                .put(Tag.ValueType, "CONTAINER")
                .putItems(Tag.ConceptNameCodeSequence, code("121070", "DCM", "Findings"))
                .putItems(Tag.ContentSequence, text, diameter)
                .build();
        return DataSet.builder()
                .put(Tag.SpecificCharacterSet, "ISO_IR 192")
                .put(Tag.ValueType, "CONTAINER")
                .putItems(Tag.ConceptNameCodeSequence, code("18748-4", "LN", "Imaging report"))
                .putItems(
                        Tag.VerifyingObserverSequence,
                        DataSet.builder()
                                .put(Tag.VerifyingObserverName, "Moreau^Léna^^Dr.")
                                .build())
                .putItems(Tag.ContentSequence, findings)
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
