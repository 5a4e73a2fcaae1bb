package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Include;
import health.webqx.imaging.store.search.SearchPage;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The studies of the catalogue that a caller may see, in an order that does not change, page by page as they are asked for. */
@ApplicationScoped
public class StudyList {
    private static final int PAGE = 200;

    private final ResourceStore store;
    private final Catalogue catalogue;

    StudyList(ResourceStore store, Catalogue catalogue) {
        this.store = store;
        this.catalogue = catalogue;
    }

    /** The given studies, or every one in reach when none is given. */
    public Multi<StudyRow> studies(Set<Uid> only, Reach reach) {
        List<Criterion> criteria = only.isEmpty()
                ? List.of()
                : List.of(new Criterion.IdIn(
                        only.stream().map(uid -> StudyRecord.key(uid).id()).collect(Collectors.toSet())));
        Include patient = new Include("ImagingStudy", "patient", Optional.of("Patient"));
        SearchQuery first = new SearchQuery("ImagingStudy", criteria, List.of(patient), PAGE, OptionalLong.empty());
        return Multi.createBy()
                .repeating()
                .uni(() -> new SearchQuery[] {first}, next -> store.search(next[0], reach)
                        .invoke(page -> page.next().ifPresent(key -> next[0] = first.from(key))))
                .whilst(page -> page.next().isPresent())
                .onItem()
                .transformToIterable(this::rows);
    }

    private List<StudyRow> rows(SearchPage page) {
        Map<String, ObjectNode> patients = new HashMap<>();
        for (StoredResource patient : page.included()) {
            patients.put(patient.key().reference(), ResourceJson.readStored(patient.json()));
        }
        // an ImagingStudy written over FHIR may be of no DICOM study: it has no row, and spoils no other's
        return page.matches().stream()
                .filter(study -> study.json().toString().contains("\"urn:dicom:uid\""))
                .map(study -> row(study, patients))
                .toList();
    }

    private StudyRow row(StoredResource study, Map<String, ObjectNode> patients) {
        ObjectNode resource = ResourceJson.readStored(study.json());
        String subject = resource.path("subject").path("reference").asText();
        Set<String> ids = subject.startsWith("Patient/") ? Set.of(subject.substring("Patient/".length())) : Set.of();
        return new StudyRow(catalogue.holding(study, ids), Optional.ofNullable(patients.get(subject)));
    }
}
