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
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The studies of the catalogue that a caller may see, in an order that does not change, page by page as they are asked for. */
@ApplicationScoped
public class StudyList {
    private static final int PAGE = 200;
    private static final int MOST_LOOKED_FOR = 10;

    private final ResourceStore store;
    private final Catalogue catalogue;

    StudyList(ResourceStore store, Catalogue catalogue) {
        this.store = store;
        this.catalogue = catalogue;
    }

    /**
     * The given studies, or every one in reach when none is given. One that is not found is looked for in the archives.
     *
     * @param filter leaves studies out early; some that do not meet it may come nevertheless
     */
    public Multi<StudyRow> studies(Set<Uid> only, StudyFilter filter, Reach reach) {
        if (only.isEmpty()) {
            return catalogued(filter.criteria(), reach);
        }
        return catalogued(List.of(idsOf(only)), reach)
                .collect()
                .asList()
                .flatMap(found -> withLookedFor(found, only, reach))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows));
    }

    private Uni<List<StudyRow>> withLookedFor(List<StudyRow> found, Set<Uid> only, Reach reach) {
        Set<Uid> missing = new HashSet<>(only);
        found.forEach(row -> missing.remove(row.holding().study()));
        if (missing.isEmpty() || missing.size() > MOST_LOOKED_FOR) {
            return Uni.createFrom()
                    .item(found.stream()
                            .sorted(Comparator.comparing(
                                    row -> row.holding().study().value()))
                            .toList());
        }
        return Multi.createFrom()
                .iterable(missing)
                .onItem()
                .transformToUniAndMerge(catalogue::lookFor)
                .collect()
                .asList()
                .chain(() ->
                        catalogued(List.of(idsOf(missing)), reach).collect().asList())
                .map(late -> Stream.concat(found.stream(), late.stream())
                        .sorted(Comparator.comparing(
                                row -> row.holding().study().value()))
                        .toList());
    }

    private static Criterion idsOf(Set<Uid> studies) {
        return new Criterion.IdIn(
                studies.stream().map(uid -> StudyRecord.key(uid).id()).collect(Collectors.toSet()));
    }

    private Multi<StudyRow> catalogued(List<Criterion> criteria, Reach reach) {
        Include patient = Include.of("ImagingStudy", "patient", Optional.of("Patient"));
        SearchQuery first = SearchQuery.of("ImagingStudy", criteria, PAGE).including(patient);
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
                .map(study -> row(study, patients))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<StudyRow> row(StoredResource study, Map<String, ObjectNode> patients) {
        ObjectNode resource = ResourceJson.readStored(study.json());
        if (!StudyRecord.isCatalogued(resource, study.key())) {
            return Optional.empty();
        }
        String subject = resource.path("subject").path("reference").asText();
        Set<String> ids = subject.startsWith("Patient/") ? Set.of(subject.substring("Patient/".length())) : Set.of();
        return Optional.of(new StudyRow(catalogue.holding(study, ids), Optional.ofNullable(patients.get(subject))));
    }
}
