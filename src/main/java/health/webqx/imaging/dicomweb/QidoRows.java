package health.webqx.imaging.dicomweb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.catalogue.StudyRow;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The rows that a catalogued study stands for at a level, from its ImagingStudy (PS3.18 10.6.3.3). */
final class QidoRows {
    private final StudyRow study;
    private final ObjectNode resource;
    private final String base;

    /** @param base this server's DICOMweb address */
    QidoRows(StudyRow study, String base) {
        this.study = study;
        this.resource = study.holding().imagingStudy();
        this.base = base;
    }

    List<DataSet> at(QidoLevel level) {
        if (level == QidoLevel.STUDIES) {
            DataSetBuilder row = studyAttributes();
            row.put(Tag.RetrieveURL, studyUrl());
            return List.of(row.build());
        }
        List<DataSet> rows = new ArrayList<>();
        for (JsonNode series : resource.path("series")) {
            if (level == QidoLevel.SERIES) {
                DataSetBuilder row = seriesAttributes(series);
                row.put(Tag.RetrieveURL, seriesUrl(series));
                rows.add(row.build());
            } else {
                series.path("instance").forEach(instance -> rows.add(instanceRow(series, instance)));
            }
        }
        return rows;
    }

    private DataSetBuilder studyAttributes() {
        Holding holding = study.holding();
        DataSetBuilder row = DataSet.builder();
        row.put(Tag.StudyInstanceUID, holding.study().value());
        row.put(Tag.InstanceAvailability, "ONLINE");
        row.put(Tag.PatientName, patientName());
        row.put(Tag.PatientID, holding.patientId().orElse(""));
        row.put(Tag.PatientBirthDate, patient("birthDate").map(QidoRows::date).orElse(""));
        row.put(Tag.PatientSex, patient("gender").map(QidoRows::sex).orElse(""));
        started(resource, row, Tag.StudyDate, Tag.StudyTime);
        row.put(
                Tag.AccessionNumber,
                identifier(type ->
                        type.path("coding").path(0).path("code").asText().equals("ACSN")));
        row.put(Tag.StudyID, identifier(type -> type.path("text").asText().equals("Study ID")));
        row.put(Tag.StudyDescription, resource.path("description").asText());
        row.put(
                Tag.ReferringPhysicianName,
                written(resource.path("referrer").path("display").asText()));
        row.put(Tag.ModalitiesInStudy, codes(resource.path("modality")));
        row.putInts(
                Tag.NumberOfStudyRelatedSeries, resource.path("numberOfSeries").asInt());
        row.putInts(
                Tag.NumberOfStudyRelatedInstances,
                resource.path("numberOfInstances").asInt());
        return row;
    }

    private DataSetBuilder seriesAttributes(JsonNode series) {
        DataSetBuilder row = studyAttributes();
        row.put(Tag.SeriesInstanceUID, series.path("uid").asText());
        row.put(Tag.Modality, series.path("modality").path("code").asText());
        row.put(Tag.SeriesDescription, series.path("description").asText());
        row.put(Tag.BodyPartExamined, series.path("bodySite").path("display").asText());
        if (series.has("number")) {
            row.put(Tag.SeriesNumber, series.path("number").asText());
        }
        started(series, row, Tag.SeriesDate, Tag.SeriesTime);
        row.putInts(
                Tag.NumberOfSeriesRelatedInstances,
                series.path("numberOfInstances").asInt());
        return row;
    }

    private DataSet instanceRow(JsonNode series, JsonNode instance) {
        DataSetBuilder row = seriesAttributes(series);
        row.put(Tag.SOPInstanceUID, instance.path("uid").asText());
        row.put(Tag.SOPClassUID, instance.path("sopClass").path("code").asText().replace("urn:oid:", ""));
        if (instance.has("number")) {
            row.put(Tag.InstanceNumber, instance.path("number").asText());
        }
        row.put(
                Tag.RetrieveURL,
                seriesUrl(series) + "/instances/" + instance.path("uid").asText());
        return row.build();
    }

    private String studyUrl() {
        return base + "/studies/" + study.holding().study().value();
    }

    private String seriesUrl(JsonNode series) {
        return studyUrl() + "/series/" + series.path("uid").asText();
    }

    /** A PN of the Patient's name, or the name as the archive wrote it. */
    private String patientName() {
        Optional<JsonNode> name =
                study.patient().map(patient -> patient.path("name").path(0));
        if (name.isEmpty()) {
            return written(resource.path("subject").path("display").asText());
        }
        String given = name.get().path("given").path(0).asText();
        return name.get().path("family").asText() + (given.isEmpty() ? "" : "^" + given);
    }

    /** A name as people write it, as a PN: what stands last is taken for the family's. */
    private static String written(String name) {
        int last = name.strip().lastIndexOf(' ');
        return last < 0
                ? name.strip()
                : name.strip().substring(last + 1) + "^" + name.strip().substring(0, last);
    }

    private Optional<String> patient(String member) {
        return study.patient().map(patient -> patient.path(member).asText()).filter(text -> !text.isEmpty());
    }

    private String identifier(Predicate<JsonNode> ofType) {
        for (JsonNode identifier : resource.path("identifier")) {
            if (ofType.test(identifier.path("type"))) {
                return identifier.path("value").asText();
            }
        }
        return "";
    }

    private static String[] codes(JsonNode codings) {
        List<String> codes = new ArrayList<>();
        codings.forEach(coding -> codes.add(coding.path("code").asText()));
        return codes.toArray(String[]::new);
    }

    private static void started(JsonNode resource, DataSetBuilder row, int dateTag, int timeTag) {
        String started = resource.path("started").asText();
        if (started.length() >= 10) {
            row.put(dateTag, date(started.substring(0, 10)));
        }
        if (started.length() >= 19) {
            row.put(timeTag, started.substring(11, 19).replace(":", ""));
        }
    }

    private static String date(String fhirDate) {
        return fhirDate.replace("-", "");
    }

    private static String sex(String gender) {
        return switch (gender) {
            case "male" -> "M";
            case "female" -> "F";
            default -> "O";
        };
    }
}
