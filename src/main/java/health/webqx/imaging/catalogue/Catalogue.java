package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.Archives;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Knows of every study which archives hold it and whose it is. No call blocks. */
@ApplicationScoped
public class Catalogue {
    private final ResourceStore store;
    private final Archives archives;
    private final StudySearch search;
    private final StudyChanges changes;

    Catalogue(ResourceStore store, Archives archives, StudySearch search, StudyChanges changes) {
        this.store = store;
        this.archives = archives;
        this.search = search;
        this.changes = changes;
    }

    /**
     * Where a study lies; {@code NOT_FOUND} for one that is out of reach, and for one that is not catalogued and in no
     * archive.
     */
    public Uni<Holding> get(Uid study, Reach reach) {
        return find(study, reach)
                .onFailure(StudyRegister::isAbsent)
                .recoverWithUni(() -> search.lookFor(study).chain(() -> find(study, reach)))
                .onFailure(Failure.class)
                .transform(Catalogue::asUnknownStudy);
    }

    /**
     * Where a study lies now that those who were said to hold it do not: it is looked for everywhere, and what is catalogued of
     * it is compared with its holders.
     */
    public Uni<Holding> findAgain(Holding moved, Reach reach) {
        return search.lookFor(moved.study())
                .invoke(() -> compare(moved))
                .chain(() -> find(moved.study(), reach))
                .onFailure(Failure.class)
                .transform(Catalogue::asUnknownStudy);
    }

    /** Has a study described anew, some time soon, as its holders have it: they did not send what is catalogued of it. */
    public void compare(Holding holding) {
        search.compare(holding.study(), holding.archives());
    }

    /** Looks for a study in the archives, so that it is catalogued if one of them holds it; never fails. */
    Uni<Void> lookFor(Uid study) {
        return search.lookFor(study);
    }

    /** The holding that a stored ImagingStudy of the catalogue is. */
    public Holding holding(StoredResource imagingStudy, Set<String> patients) {
        ObjectNode resource = ResourceJson.readStored(imagingStudy.json());
        List<PacsConnector> holders = archives.inOrder(
                endpoints(resource).stream().map(EndpointRecord::archive).collect(Collectors.toSet()));
        Uid study = studyUid(resource);
        String stamp = String.join(
                "\n", changes.stamp(study), imagingStudy.key().reference(), String.valueOf(imagingStudy.version()));
        return new Holding(study, imagingStudy.key(), resource, patients, Optional.of(stamp), holders);
    }

    private Uni<Holding> find(Uid study, Reach reach) {
        return store.read(StudyRecord.key(study), reach).map(found -> holding(found.resource(), found.patients()));
    }

    private static Throwable asUnknownStudy(Throwable failure) {
        return StudyRegister.isAbsent(failure) ? Failure.of(FailureKind.NOT_FOUND, "the study is not known") : failure;
    }

    private static SortedSet<String> endpoints(ObjectNode imagingStudy) {
        TreeSet<String> endpoints = new TreeSet<>();
        imagingStudy
                .path("endpoint")
                .forEach(each -> endpoints.add(each.path("reference").asText()));
        return endpoints;
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
