package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.StudyPseudonyms;
import health.webqx.imaging.store.StudyPseudonyms.Named;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The studies of the catalogue as those see them who may not know whose they are: found by the pseudonyms of their UIDs, never
 * by the UIDs (decision record 016). No call blocks.
 */
@ApplicationScoped
public class PseudonymousStudies {
    private static final int AT_ONCE = 200;

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

    /**
     * The studies in reach with these pseudonyms, or every one in reach that has one when none is given. In the order of the
     * pseudonyms: any other, as that of their arrival, would tell which study is which to who knows the archive's.
     */
    public Multi<StudyRow> list(Set<Uid> only, Reach reach) {
        if (only.isEmpty()) {
            return job.caughtUp().chain(keys::name).onItem().transformToMulti(name -> all(name, reach));
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

    private Multi<StudyRow> all(String name, Reach reach) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new String[] {""}, after -> pseudonyms
                        .list(after[0], name, AT_ONCE)
                        .invoke(page -> page.forEach(each -> after[0] = each.pseudonym())))
                .whilst(page -> page.size() == AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(page -> inReach(page, reach))
                .onItem()
                .<StudyRow>disjoint();
    }

    /** What is not seen for whichever reason takes the same way, so that the time it takes says nothing of it. */
    private Uni<List<StudyRow>> visible(Set<String> wanted, Reach reach) {
        return keys.name().flatMap(name -> pseudonyms.find(wanted, name)).flatMap(named -> inReach(named, reach));
    }

    private Uni<List<StudyRow>> inReach(List<Named> named, Reach reach) {
        Map<String, Integer> places = new HashMap<>();
        named.forEach(each -> places.put(each.id(), places.size()));
        return studies.ofIds(places.keySet(), reach).collect().asList().map(rows -> rows.stream()
                .sorted(Comparator.comparing(
                        row -> places.get(row.holding().key().id())))
                .toList());
    }
}
