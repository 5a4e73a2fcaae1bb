package health.webqx.imaging.sandbox.sample;

import static health.webqx.imaging.sandbox.sample.Attributes.code;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import java.util.List;

/** The radiologist's report of Anna's chest as an Enhanced SR, in the order of TID 2000 (PS3.16). */
final class ChestCtReport {
    private static final Uid ENHANCED_SR = Uid.of("1.2.840.10008.5.1.4.1.1.88.22");
    private static final SampleStudy.Series REPORT = ChestCt.STUDY.series(2, "SR", "Radiology report");
    private static final Uid SLICE = ChestCt.sliceAt(178);
    private static final DataSet ENGLISH = code("en", "RFC5646", "English");
    private static final String DOCUMENT =
            """
            CompletionFlag COMPLETE
            VerificationFlag VERIFIED
            ValueType CONTAINER
            ContinuityOfContent SEPARATE
            StationName RIS1
            DeviceSerialNumber 1
            ReferencedPerformedProcedureStepSequence
            PerformedProcedureCodeSequence
            """;

    private ChestCtReport() {}

    static SampleFile file() {
        return REPORT.file(1, ChestCtReport::document);
    }

    private static DataSet document() {
        DataSetBuilder document = REPORT.instance(1, ENHANCED_SR);
        Attributes.put(document, DOCUMENT);
        return document.putItems(Tag.VerifyingObserverSequence, verified())
                .putItems(Tag.CurrentRequestedProcedureEvidenceSequence, ChestCt.evidence(List.of(SLICE)))
                .putItems(Tag.ConceptNameCodeSequence, code("18748-4", "LN", "Diagnostic imaging report"))
                .putItems(Tag.ContentTemplateSequence, template())
                .putItems(Tag.ContentSequence, content())
                .build();
    }

    private static DataSet verified() {
        return DataSet.builder()
                .put(Tag.VerifyingOrganization, "WebQX Sample Hospital")
                .put(Tag.VerifyingObserverName, "Moreau^Léna^^Dr.")
                .put(Tag.VerificationDateTime, "20260302110500")
                .putItems(Tag.VerifyingObserverIdentificationCodeSequence, List.of())
                .build();
    }

    private static DataSet template() {
        return DataSet.builder()
                .put(Attributes.tag("MappingResource"), "DCMR")
                .put(Tag.TemplateIdentifier, "2000")
                .build();
    }

    private static List<DataSet> content() {
        return List.of(
                item("HAS CONCEPT MOD", "CODE", code("121049", "DCM", "Language of Content Item and Descendants"))
                        .putItems(Tag.ConceptCodeSequence, ENGLISH)
                        .build(),
                item("HAS OBS CONTEXT", "PNAME", code("121008", "DCM", "Person Observer Name"))
                        .put(Tag.PersonName, "Moreau^Léna^^Dr.")
                        .build(),
                section("121060", "History", text("121060", "History", "Cough for three months. Never smoked.")),
                section(
                        "121070",
                        "Findings",
                        text(
                                "121071",
                                "Finding",
                                "Solid, smooth nodule in the right upper lobe. No enlarged lymph nodes. Pleura free."),
                        diameter()),
                section(
                        "121076",
                        "Conclusions",
                        text(
                                "121077",
                                "Conclusion",
                                "Solitary pulmonary nodule of 12 mm in the right upper lobe. Further imaging is advised.")));
    }

    private static DataSet section(String code, String heading, DataSet... content) {
        return item("CONTAINS", "CONTAINER", code(code, "DCM", heading))
                .put(Tag.ContinuityOfContent, "SEPARATE")
                .putItems(Tag.ContentSequence, content)
                .build();
    }

    private static DataSet text(String code, String name, String text) {
        return item("CONTAINS", "TEXT", code(code, "DCM", name))
                .put(Tag.TextValue, text)
                .build();
    }

    private static DataSet diameter() {
        DataSet value = DataSet.builder()
                .put(Tag.NumericValue, "12")
                .putItems(Tag.MeasurementUnitsCodeSequence, code("mm", "UCUM", "millimeter"))
                .build();
        return item("CONTAINS", "NUM", code("81827009", "SCT", "Diameter"))
                .putItems(Tag.MeasuredValueSequence, value)
                .putItems(Tag.ContentSequence, image())
                .build();
    }

    private static DataSet image() {
        DataSet slice = DataSet.builder()
                .put(Tag.ReferencedSOPClassUID, "1.2.840.10008.5.1.4.1.1.2")
                .put(Tag.ReferencedSOPInstanceUID, SLICE)
                .build();
        return DataSet.builder()
                .put(Tag.RelationshipType, "INFERRED FROM")
                .put(Tag.ValueType, "IMAGE")
                .putItems(Tag.ReferencedSOPSequence, slice)
                .build();
    }

    private static DataSetBuilder item(String relationship, String type, DataSet name) {
        return DataSet.builder()
                .put(Tag.RelationshipType, relationship)
                .put(Tag.ValueType, type)
                .putItems(Tag.ConceptNameCodeSequence, name);
    }
}
