package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.WriteObserver;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Match;
import health.webqx.imaging.store.search.SearchPage;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives studies to the Patient they are of when the Patient comes after them, and takes them away when an identifier does:
 * before the write of the Patient is answered, so that nobody goes on seeing what is no longer known to be theirs.
 */
@ApplicationScoped
public class PatientMatches implements WriteObserver {
    private static final int PAGE = 200;

    private final ResourceStore store;
    private final StudyRegister register;

    PatientMatches(ResourceStore store, StudyRegister register) {
        this.store = store;
        this.register = register;
    }

    @Override
    public Uni<Void> written(List<StoredResource> resources) {
        List<Match> patients = new ArrayList<>();
        for (StoredResource resource : resources) {
            if (resource.key().type().equals("Patient")) {
                patients.add(new Match.LocalReference(
                        Optional.of("Patient"), resource.key().id()));
                patients.addAll(identifiers(resource));
            }
        }
        return patients.isEmpty() ? Uni.createFrom().voidItem() : matchStudies(patients);
    }

    private static List<Match> identifiers(StoredResource patient) {
        List<Match> identifiers = new ArrayList<>();
        for (JsonNode identifier : ResourceJson.readStored(patient.json()).path("identifier")) {
            String system = identifier.path("system").asText();
            String value = identifier.path("value").asText();
            if (!system.isEmpty() && !value.isEmpty()) {
                identifiers.add(new Match.ReferenceIdentifier(Optional.of(system), value));
            }
        }
        return identifiers;
    }

    private Uni<Void> matchStudies(List<Match> patients) {
        Criterion theirs = new Criterion.Indexed("ImagingStudy", "subject", Criterion.IndexKind.REFERENCE, patients);
        SearchQuery first = SearchQuery.of("ImagingStudy", List.of(theirs), PAGE);
        return Multi.createBy()
                .repeating()
                .uni(() -> new SearchQuery[] {first}, next -> store.search(next[0], Reach.everything())
                        .invoke(page -> page.next().ifPresent(key -> next[0] = first.from(key))))
                .whilst(page -> page.next().isPresent())
                .onItem()
                .transformToIterable(SearchPage::matches)
                .filter(study -> StudyRecord.isCatalogued(ResourceJson.readStored(study.json()), study.key()))
                .onItem()
                .transformToUniAndConcatenate(study -> register.match(study.key()))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
