package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.sr.Code;
import health.webqx.imaging.dicom.sr.ContentItem;
import health.webqx.imaging.dicom.sr.ContentValue;
import health.webqx.imaging.dicom.sr.StructuredReport;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A structured report in FHIR's terms: an Observation for each measurement and finding, and the DiagnosticReport that the
 * document is. The same document gives the same resources under the same ids each time.
 */
public final class ReportResources {
    private static final String UID_SYSTEM = "urn:dicom:uid";
    private static final String OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
    private static final String SERVICE_SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074";

    private final StructuredReport report;
    private final Holding holding;
    private final String instance;
    private final String base;

    private ReportResources(StructuredReport report, Holding holding, String base) {
        this.report = report;
        this.holding = holding;
        this.base = base;
        this.instance = report.dataSet().string(Tag.SOPInstanceUID).orElse("");
    }

    /**
     * Of a report of that study.
     *
     * @param base address of DICOMweb
     * @throws Failure {@code UNPROCESSABLE} for a document without content
     */
    public static ReportResources of(DataSet dataSet, Holding holding, String base) {
        try {
            return new ReportResources(StructuredReport.of(dataSet), holding, base);
        } catch (DicomException none) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "a report of the study has no content that can be read");
        }
    }

    /** A value of an identifier of the document: its SOPInstanceUID in the system {@code urn:dicom:uid}. */
    public String uid() {
        return "urn:oid:" + instance;
    }

    /** The DiagnosticReport's key, where the document is not told of by another. */
    public ResourceKey reportKey() {
        return key("DiagnosticReport", "report");
    }

    /** The Observations, each with its id. */
    public List<ObjectNode> observations() {
        List<ObjectNode> observations = new ArrayList<>();
        collect(report.root(), List.of(), observations);
        return observations;
    }

    /** The DiagnosticReport, with those results. */
    public ObjectNode diagnosticReport(List<ObjectNode> observations) {
        ObjectNode resource = resource("DiagnosticReport", reportKey());
        resource.putArray("identifier").addObject().put("system", UID_SYSTEM).put("value", uid());
        resource.put("status", report.isVerified() ? "final" : report.isComplete() ? "preliminary" : "partial");
        coding(resource.putArray("category").addObject(), SERVICE_SECTION, "RAD", "Radiology");
        Codings.put(resource, "code", report.root().name().orElse(new Code("", "", report.title())));
        subject(resource);
        effective(resource);
        resource.putArray("imagingStudy")
                .addObject()
                .put("reference", holding.key().reference());
        if (!observations.isEmpty()) {
            var results = resource.putArray("result");
            observations.forEach(each -> results.addObject()
                    .put("reference", "Observation/" + each.path("id").asText()));
        }
        conclusion().ifPresent(text -> resource.put("conclusion", text));
        resource.putArray("presentedForm")
                .addObject()
                .put("contentType", "text/html")
                .put("url", rendered(base, report.dataSet()))
                .put("title", report.title());
        return resource;
    }

    /** Where a document is shown, under the rules that hold for its study. */
    static String rendered(String base, DataSet dataSet) {
        return base + "/studies/" + dataSet.string(Tag.StudyInstanceUID).orElse("") + "/series/"
                + dataSet.string(Tag.SeriesInstanceUID).orElse("") + "/instances/"
                + dataSet.string(Tag.SOPInstanceUID).orElse("") + "/rendered";
    }

    private void collect(ContentItem item, List<ContentItem> group, List<ObjectNode> into) {
        boolean isGroup = item.isNamed("DCM", "125007"); // Measurement Group (TID 1410, 1411, 1501)
        List<ContentItem> around = isGroup ? item.children() : group;
        if (isObservation(item)) {
            into.add(observation(item, around));
        }
        item.children().forEach(child -> collect(child, around, into));
    }

    private static boolean isObservation(ContentItem item) {
        boolean said = item.value().isPresent() && item.name().isPresent();
        boolean finding = item.isNamed("DCM", "121071")
                && (item.type().equals("CODE") || item.type().equals("TEXT"));
        return said && (item.type().equals("NUM") || finding);
    }

    private ObjectNode observation(ContentItem item, List<ContentItem> group) {
        ObjectNode resource = resource("Observation", key("Observation", item.position()));
        var identifiers = resource.putArray("identifier");
        identifiers.addObject().put("system", UID_SYSTEM).put("value", uid() + "#" + item.position());
        value(group, "DCM", "112040")
                .ifPresent(tracking ->
                        identifiers.addObject().put("system", UID_SYSTEM).put("value", "urn:oid:" + tracking));
        resource.put("status", report.isVerified() ? "final" : "preliminary");
        coding(resource.putArray("category").addObject(), OBSERVATION_CATEGORY, "imaging", "Imaging");
        Codings.put(resource, "code", item.name().orElseThrow());
        subject(resource);
        effective(resource);
        ObservedValue.put(resource, item.value().orElseThrow());
        concept(item, group, "363698007", "G-C0E3").ifPresent(site -> Codings.put(resource, "bodySite", site));
        concept(item, group, "370129005", "G-C036").ifPresent(method -> Codings.put(resource, "method", method));
        resource.putArray("derivedFrom")
                .addObject()
                .put("reference", holding.key().reference());
        return resource;
    }

    /** A modifier of the item, or of the group around it, by its code in SNOMED CT or in what came before that. */
    private static Optional<Code> concept(ContentItem item, List<ContentItem> group, String sct, String srt) {
        for (List<ContentItem> items : List.of(item.children(), group)) {
            for (ContentItem each : items) {
                if ((each.isNamed("SCT", sct) || each.isNamed("SRT", srt))
                        && each.value().orElse(null) instanceof ContentValue.Coded coded) {
                    return Optional.of(coded.code());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> value(List<ContentItem> items, String scheme, String code) {
        return items.stream()
                .filter(item -> item.isNamed(scheme, code))
                .flatMap(item -> item.value().stream())
                .filter(ContentValue.Text.class::isInstance)
                .map(value -> ((ContentValue.Text) value).text())
                .findFirst();
    }

    /** What is said under Conclusion and Impression (DCM 121077, 121073). */
    private Optional<String> conclusion() {
        String text = report.items()
                .filter(item -> item.isNamed("DCM", "121077") || item.isNamed("DCM", "121073"))
                .flatMap(item -> item.value().stream())
                .filter(ContentValue.Text.class::isInstance)
                .map(value -> ((ContentValue.Text) value).text().strip())
                .filter(said -> !said.isEmpty())
                .collect(Collectors.joining("\n"));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private void subject(ObjectNode resource) {
        resource.set("subject", holding.imagingStudy().path("subject").deepCopy());
    }

    private void effective(ObjectNode resource) {
        DicomDateTime.started(report.dataSet(), Tag.ContentDate, Tag.ContentTime)
                .or(() -> Optional.of(holding.imagingStudy().path("started").asText())
                        .filter(text -> !text.isEmpty()))
                .ifPresent(moment -> resource.put("effectiveDateTime", moment));
    }

    private ResourceKey key(String type, String part) {
        byte[] name = (uid() + "#" + part).getBytes(StandardCharsets.UTF_8);
        return new ResourceKey(type, UUID.nameUUIDFromBytes(name).toString());
    }

    private static ObjectNode resource(String type, ResourceKey key) {
        ObjectNode resource = ResourceJson.object();
        resource.put("resourceType", type);
        resource.put("id", key.id());
        return resource;
    }

    private static void coding(ObjectNode concept, String system, String code, String display) {
        concept.putArray("coding")
                .addObject()
                .put("system", system)
                .put("code", code)
                .put("display", display);
    }
}
