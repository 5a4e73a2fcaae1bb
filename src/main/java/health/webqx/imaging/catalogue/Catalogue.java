package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.Archives;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Found;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Match;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Knows of every study which archives hold it and whose it is. No call blocks. */
@ApplicationScoped
public class Catalogue {
    /** More studies than any archive here holds; bounds one page of the comparison. */
    private static final int MOST_AT_ONCE = 100_000;

    private final ResourceStore store;
    private final SearchDefinitions definitions;
    private final Archives archives;

    Catalogue(ResourceStore store, SearchDefinitions definitions, Archives archives) {
        this.store = store;
        this.definitions = definitions;
        this.archives = archives;
    }

    /** Where a study lies; {@code NOT_FOUND} for one that is not catalogued or out of reach. */
    public Uni<Holding> get(Uid study, Reach reach) {
        return store.read(StudyRecord.key(study), reach)
                .map(found -> holding(found.resource(), found.patients()))
                .onFailure(Failure.class)
                .transform(Catalogue::asUnknownStudy);
    }

    /** The holding that a stored ImagingStudy of the catalogue is. */
    public Holding holding(StoredResource imagingStudy, Set<String> patients) {
        ObjectNode resource = ResourceJson.readStored(imagingStudy.json());
        List<PacsConnector> holders = endpoints(resource).stream()
                .flatMap(endpoint -> archives.find(EndpointRecord.archive(endpoint)).stream())
                .toList();
        return new Holding(studyUid(resource), imagingStudy.key(), resource, patients, holders);
    }

    /** Catalogues a study as an archive has it now; one the archive does not have any more is {@link #forget}-ed. */
    public Uni<Void> refresh(PacsConnector archive, Uid study) {
        return archive.metadata(DicomTarget.study(study))
                .collect()
                .asList()
                .onFailure(Catalogue::isAbsent)
                .recoverWithItem(List.of())
                .flatMap(instances ->
                        instances.isEmpty() ? forget(archive.name(), study) : keep(archive, study, instances));
    }

    /** Notes that an archive no longer holds a study; the last archive's going takes the ImagingStudy along. */
    public Uni<Void> forget(String archive, Uid study) {
        return forget(archive, StudyRecord.key(study));
    }

    private Uni<Void> forget(String archive, ResourceKey key) {
        return existing(key).flatMap(found -> {
            SortedSet<String> endpoints = found.map(Catalogue::endpoints).orElseGet(TreeSet::new);
            if (!endpoints.remove(EndpointRecord.reference(archive))) {
                return Uni.createFrom().voidItem();
            }
            return endpoints.isEmpty()
                    ? store.delete(key, Optional.empty(), Reach.everything()).replaceWithVoid()
                    : write(key, withEndpoints(found.orElseThrow(), endpoints));
        });
    }

    /** Forgets what an archive is said to hold and does not hold any more. */
    Uni<Void> forgetAllBut(String archive, Set<ResourceKey> held) {
        Criterion inArchive =
                definitions.criteria().parse("ImagingStudy", "endpoint", EndpointRecord.reference(archive));
        return store.search(SearchQuery.of("ImagingStudy", List.of(inArchive), MOST_AT_ONCE), Reach.everything())
                .flatMap(page -> Multi.createFrom()
                        .iterable(page.matches())
                        .filter(study -> !held.contains(study.key()))
                        .onItem()
                        .transformToUniAndConcatenate(study -> forget(archive, study.key()))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private Uni<Void> keep(PacsConnector archive, Uid study, List<DataSet> instances) {
        StudyRecord record = new StudyRecord(study, instances);
        ResourceKey key = StudyRecord.key(study);
        String system = patientIdSystem(archive);
        return patient(system, record.patientId())
                .flatMap(patient -> existing(key).flatMap(found -> {
                    SortedSet<String> endpoints =
                            found.map(Catalogue::endpoints).orElseGet(TreeSet::new);
                    endpoints.add(EndpointRecord.reference(archive.name()));
                    ObjectNode fresh = record.imagingStudy(system, patient, endpoints);
                    boolean same =
                            found.isPresent() && withoutVersion(found.get()).equals(fresh);
                    return same ? Uni.createFrom().voidItem() : write(key, fresh);
                }));
    }

    private Uni<Void> write(ResourceKey key, ObjectNode resource) {
        return store.update(new Draft(key, resource), Optional.empty(), Reach.everything())
                .replaceWithVoid();
    }

    /** The system the archive's PatientIDs are of: as configured, or one that no identifier elsewhere can be of. */
    private String patientIdSystem(PacsConnector archive) {
        return archives.definitions().stream()
                .filter(definition -> definition.name().equals(archive.name()))
                .flatMap(definition -> definition.patientIdSystem().stream())
                .findFirst()
                .orElse("urn:webqx:pacs:" + archive.name());
    }

    /** The one Patient with the identifier of that system; none when two share it. */
    private Uni<Optional<ResourceKey>> patient(String system, Optional<String> patientId) {
        if (patientId.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        Criterion identifier = new Criterion.Indexed(
                "Patient",
                "identifier",
                Criterion.IndexKind.TOKEN,
                List.of(new Match.Token(Optional.of(system), patientId)));
        return store.search(SearchQuery.of("Patient", List.of(identifier), 1), Reach.everything())
                .map(page -> page.matches().size() == 1 && page.next().isEmpty()
                        ? Optional.of(page.matches().get(0).key())
                        : Optional.empty());
    }

    private Uni<Optional<ObjectNode>> existing(ResourceKey key) {
        return store.read(key, Reach.everything())
                .map(Found::resource)
                .map(resource -> Optional.of(ResourceJson.readStored(resource.json())))
                .onFailure(Catalogue::isAbsent)
                .recoverWithItem(Optional.empty());
    }

    private static boolean isAbsent(Throwable thrown) {
        return thrown instanceof Failure failure
                && (failure.kind() == FailureKind.NOT_FOUND || failure.kind() == FailureKind.GONE);
    }

    private static Throwable asUnknownStudy(Throwable failure) {
        return isAbsent(failure) ? Failure.of(FailureKind.NOT_FOUND, "the study is not known") : failure;
    }

    private static SortedSet<String> endpoints(ObjectNode imagingStudy) {
        TreeSet<String> endpoints = new TreeSet<>();
        imagingStudy
                .path("endpoint")
                .forEach(each -> endpoints.add(each.path("reference").asText()));
        return endpoints;
    }

    private static ObjectNode withEndpoints(ObjectNode imagingStudy, SortedSet<String> endpoints) {
        ObjectNode changed = withoutVersion(imagingStudy);
        ArrayNode references = changed.putArray("endpoint");
        endpoints.forEach(endpoint -> references.addObject().put("reference", endpoint));
        return changed;
    }

    private static ObjectNode withoutVersion(ObjectNode resource) {
        ObjectNode copy = resource.deepCopy();
        copy.remove(List.of("id", "meta"));
        return copy;
    }

    private static Uid studyUid(ObjectNode imagingStudy) {
        return StreamSupport.stream(imagingStudy.path("identifier").spliterator(), false)
                .filter(identifier -> identifier.path("system").asText().equals("urn:dicom:uid"))
                .map(identifier -> identifier.path("value").asText().replace("urn:oid:", ""))
                .flatMap(uid -> Uid.find(uid).stream())
                .findFirst()
                .orElseThrow(() -> Failure.of(FailureKind.NOT_FOUND, "the study is not known"));
    }
}
