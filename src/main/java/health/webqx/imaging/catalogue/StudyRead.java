package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.StoredResource;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A stored ImagingStudy, read.
 *
 * @param imagingStudy the resource, not to be changed
 * @param study StudyInstanceUID
 * @param archives names of the archives that hold it
 */
record StudyRead(StoredResource stored, ObjectNode imagingStudy, Uid study, Set<String> archives) {
    static StudyRead of(StoredResource stored) {
        ObjectNode imagingStudy = ResourceJson.readStored(stored.json());
        return new StudyRead(stored, imagingStudy, studyUid(imagingStudy), archives(imagingStudy));
    }

    private static Set<String> archives(ObjectNode imagingStudy) {
        return StreamSupport.stream(imagingStudy.path("endpoint").spliterator(), false)
                .map(endpoint ->
                        EndpointRecord.archive(endpoint.path("reference").asText()))
                .collect(Collectors.toUnmodifiableSet());
    }

    static Uid studyUid(ObjectNode imagingStudy) {
        return StreamSupport.stream(imagingStudy.path("identifier").spliterator(), false)
                .filter(identifier -> identifier.path("system").asText().equals("urn:dicom:uid"))
                .map(identifier -> identifier.path("value").asText().replace("urn:oid:", ""))
                .flatMap(uid -> Uid.find(uid).stream())
                .findFirst()
                .orElseThrow(() -> Failure.of(FailureKind.NOT_FOUND, "the study is not known"));
    }
}
