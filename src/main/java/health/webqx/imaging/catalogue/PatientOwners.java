package health.webqx.imaging.catalogue;

import health.webqx.imaging.pacs.Archives;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Match;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Whose a study is: the Patient with its PatientID as identifier, in the system the archive's PatientIDs are of. */
@ApplicationScoped
class PatientOwners {
    private final ResourceStore store;
    private final Archives archives;

    PatientOwners(ResourceStore store, Archives archives) {
        this.store = store;
        this.archives = archives;
    }

    /** The system as configured, or one that no identifier elsewhere can be of. */
    String system(PacsConnector archive) {
        return archives.definitions().stream()
                .filter(definition -> definition.name().equals(archive.name()))
                .flatMap(definition -> definition.patientIdSystem().stream())
                .findFirst()
                .orElse("urn:webqx:pacs:" + archive.name());
    }

    /** The one Patient with the identifier; none when two share it: a guess would show one the other's images. */
    Uni<Optional<ResourceKey>> find(String system, Optional<String> patientId) {
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
}
