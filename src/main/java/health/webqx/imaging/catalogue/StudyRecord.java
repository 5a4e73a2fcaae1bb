package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A study's instances as an ImagingStudy (R4 ImagingStudy, mapping to DICOM). */
final class StudyRecord {
    private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";
    private static final Comparator<DataSet> BY_NUMBER = Comparator.<DataSet>comparingInt(
                    instance -> instance.integer(Tag.InstanceNumber).orElse(0))
            .thenComparing(instance -> instance.string(Tag.SOPInstanceUID).orElse(""));

    private final Uid study;
    private final List<String> patientIds;
    private final List<DataSet> instances;
    private final DataSet first;

    /** @param instances attributes of every instance of the study, at least one; one that comes twice counts once */
    StudyRecord(Uid study, List<DataSet> instances) {
        this.study = study;
        this.patientIds = instances.stream()
                .map(instance -> text(instance, Tag.PatientID).orElse(""))
                .distinct()
                .toList();
        Set<String> seen = new HashSet<>();
        this.instances = instances.stream()
                .sorted(BY_NUMBER)
                .filter(instance -> seen.add(instance.string(Tag.SOPInstanceUID).orElse("")))
                .toList();
        this.first = this.instances.get(0);
    }

    /** The ImagingStudy of a study, the same each time: cataloguing again never makes a second one. */
    static ResourceKey key(Uid study) {
        byte[] name = ("urn:oid:" + study.value()).getBytes(StandardCharsets.UTF_8);
        return new ResourceKey("ImagingStudy", UUID.nameUUIDFromBytes(name).toString());
    }

    /** Whether an ImagingStudy is one that the catalogue keeps, and not one that somebody wrote over FHIR. */
    static boolean isCatalogued(ObjectNode imagingStudy, ResourceKey key) {
        for (JsonNode identifier : imagingStudy.path("identifier")) {
            Optional<Uid> uid = Uid.find(identifier.path("value").asText().replace("urn:oid:", ""));
            if (identifier.path("system").asText().equals("urn:dicom:uid")
                    && uid.map(StudyRecord::key).equals(Optional.of(key))) {
                return true;
            }
        }
        return false;
    }

    /** The PatientID, if all instances carry the same: a study of two patients is nobody's. */
    Optional<String> patientId() {
        return patientIds.size() == 1 && !patientIds.get(0).isEmpty()
                ? Optional.of(patientIds.get(0))
                : Optional.empty();
    }

    /**
     * The ImagingStudy.
     *
     * @param patientSystem the system in which the archive's PatientIDs are unique
     * @param patient the Patient with that identifier, when there is one
     */
    ObjectNode imagingStudy(String patientSystem, Optional<ResourceKey> patient) {
        ObjectNode resource = ResourceJson.object();
        resource.put("resourceType", "ImagingStudy");
        identifiers(resource.putArray("identifier"));
        resource.put("status", "available");
        modalities(resource);
        subject(resource.putObject("subject"), patientSystem, patient);
        DicomDateTime.started(first, Tag.StudyDate, Tag.StudyTime)
                .ifPresent(started -> resource.put("started", started));
        first.string(Tag.ReferringPhysicianName)
                .map(StudyRecord::personName)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> resource.putObject("referrer").put("display", name));
        Map<String, List<DataSet>> series = bySeries();
        resource.put("numberOfSeries", series.size());
        resource.put("numberOfInstances", instances.size());
        text(first, Tag.StudyDescription).ifPresent(description -> resource.put("description", description));
        ArrayNode list = resource.putArray("series");
        series.forEach((uid, members) -> series(list.addObject(), uid, members));
        return resource;
    }

    private void identifiers(ArrayNode identifiers) {
        identifiers.addObject().put("system", "urn:dicom:uid").put("value", "urn:oid:" + study.value());
        text(first, Tag.AccessionNumber).ifPresent(number -> {
            ObjectNode identifier = identifiers.addObject();
            identifier
                    .putObject("type")
                    .putArray("coding")
                    .addObject()
                    .put("system", IDENTIFIER_TYPE)
                    .put("code", "ACSN");
            identifier.put("value", number);
        });
        text(first, Tag.StudyID).ifPresent(id -> {
            ObjectNode identifier = identifiers.addObject();
            identifier.putObject("type").put("text", "Study ID");
            identifier.put("value", id);
        });
    }

    private void modalities(ObjectNode resource) {
        TreeSet<String> codes = new TreeSet<>();
        instances.forEach(instance -> text(instance, Tag.Modality).ifPresent(codes::add));
        if (!codes.isEmpty()) {
            ArrayNode modalities = resource.putArray("modality");
            codes.forEach(code -> modalities.addObject().put("system", DCM).put("code", code));
        }
    }

    private void subject(ObjectNode subject, String patientSystem, Optional<ResourceKey> patient) {
        patient.ifPresent(key -> subject.put("reference", key.reference()));
        patientId().ifPresent(id -> subject.putObject("identifier")
                .put("system", patientSystem)
                .put("value", id));
        text(first, Tag.PatientName).map(StudyRecord::personName).ifPresent(name -> subject.put("display", name));
        if (subject.isEmpty()) {
            subject.put("display", "unknown patient");
        }
    }

    private Map<String, List<DataSet>> bySeries() {
        Map<String, List<DataSet>> series = new LinkedHashMap<>();
        instances.stream()
                .sorted(Comparator.comparingInt(
                        instance -> instance.integer(Tag.SeriesNumber).orElse(0)))
                .forEach(instance -> instance.string(Tag.SeriesInstanceUID)
                        .ifPresent(uid -> series.computeIfAbsent(uid, none -> new ArrayList<>())
                                .add(instance)));
        return series;
    }

    private static void series(ObjectNode series, String uid, List<DataSet> members) {
        DataSet head = members.get(0);
        series.put("uid", uid);
        head.integer(Tag.SeriesNumber).ifPresent(number -> series.put("number", Math.max(0, number)));
        ObjectNode modality = series.putObject("modality");
        modality.put("system", DCM).put("code", text(head, Tag.Modality).orElse("OT"));
        text(head, Tag.SeriesDescription).ifPresent(description -> series.put("description", description));
        series.put("numberOfInstances", members.size());
        text(head, Tag.BodyPartExamined)
                .ifPresent(part -> series.putObject("bodySite").put("display", part));
        DicomDateTime.started(head, Tag.SeriesDate, Tag.SeriesTime)
                .ifPresent(started -> series.put("started", started));
        ArrayNode list = series.putArray("instance");
        members.forEach(member -> instance(list.addObject(), member));
    }

    private static void instance(ObjectNode instance, DataSet member) {
        instance.put("uid", member.string(Tag.SOPInstanceUID).orElse(""));
        ObjectNode sopClass = instance.putObject("sopClass");
        sopClass.put("system", "urn:ietf:rfc:3986");
        sopClass.put("code", "urn:oid:" + member.string(Tag.SOPClassUID).orElse(""));
        member.integer(Tag.InstanceNumber).ifPresent(number -> instance.put("number", Math.max(0, number)));
    }

    private static Optional<String> text(DataSet dataSet, int tag) {
        return dataSet.string(tag).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A PN's first group as people write it: given names, then the family name (PS3.5 6.2.1). */
    static String personName(String name) {
        String[] components = name.split("=", -1)[0].split("\\^", -1);
        StringBuilder words = new StringBuilder();
        for (int component : new int[] {3, 1, 2, 0, 4}) {
            if (component < components.length && !components[component].isBlank()) {
                words.append(words.isEmpty() ? "" : " ").append(components[component].strip());
            }
        }
        return words.toString();
    }
}
