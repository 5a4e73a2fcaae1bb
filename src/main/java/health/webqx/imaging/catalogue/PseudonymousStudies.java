package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.StudyPseudonyms;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The studies of the catalogue as those see them who may not know whose they are: found by the pseudonyms of their UIDs, never
 * by the UIDs (decision record 016). No call blocks.
 */
@ApplicationScoped
public class PseudonymousStudies {
    private final StudyPseudonyms pseudonyms;
    private final PseudonymJob job;
    private final DeidentificationKeys keys;
    private final StudyList studies;

    PseudonymousStudies(StudyPseudonyms pseudonyms, PseudonymJob job, DeidentificationKeys keys, StudyList studies) {
        this.pseudonyms = pseudonyms;
        this.job = job;
        this.keys = keys;
        this.studies = studies;
    }

    /** Where a study lies; {@code NOT_FOUND} alike for one out of reach, one without a key, and one that is not there. */
    public Uni<Holding> get(Uid pseudonym, Reach reach) {
        return list(Set.of(pseudonym), reach)
                .map(StudyRow::holding)
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(() -> Failure.of(FailureKind.NOT_FOUND, "the study is not known"));
    }

    /** The studies in reach with these pseudonyms, or every one in reach when none is given. */
    public Multi<StudyRow> list(Set<Uid> only, Reach reach) {
        if (only.isEmpty()) {
            return studies.studies(Set.of(), reach);
        }
        Set<String> wanted = only.stream().map(Uid::value).collect(Collectors.toSet());
        return visible(wanted, reach)
                .flatMap(seen -> seen.size() == wanted.size()
                        ? Uni.createFrom().item(seen)
                        : job.caughtUp().chain(() -> visible(wanted, reach)))
                .onItem()
                .transformToMulti(seen -> Multi.createFrom().iterable(seen));
    }

    /** How the study is de-identified; {@code NOT_FOUND} for one that no key is set for. */
    public Uni<StudyDeidentification> deidentification(Holding holding) {
        return keys.deidentification(holding.imagingStudy())
                .map(found -> found.orElseThrow(() -> Failure.of(FailureKind.NOT_FOUND, "the study is not known")));
    }

    /** What is not seen for whichever reason takes the same way, so that the time it takes says nothing of it. */
    private Uni<List<StudyRow>> visible(Set<String> wanted, Reach reach) {
        return keys.name()
                .flatMap(name -> pseudonyms.find(wanted, name))
                .flatMap(ids -> ids.isEmpty()
                        ? Uni.createFrom().item(List.<StudyRow>of())
                        : studies.ofIds(ids, reach).collect().asList());
    }
}
