package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.catalogue.StudyFilter;
import health.webqx.imaging.catalogue.StudyList;
import health.webqx.imaging.catalogue.StudyRow;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * QIDO-RS: a search of the ImagingStudies in reach, told in DICOM's terms (PS3.18 10.6). The catalogue answers what it holds;
 * archives are asked for the rest, of studies that are in reach alone.
 */
@ApplicationScoped
class SearchTransaction {
    private final Gate gate;
    private final StudyList studies;
    private final SearchConfig config;
    private final String base;

    SearchTransaction(
            Gate gate,
            StudyList studies,
            SearchConfig config,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.studies = studies;
        this.config = config;
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    /**
     * What is searched.
     *
     * @param level what a row stands for
     * @param study the study that the address names
     * @param series the series that the address names, of that study
     */
    record Scope(QidoLevel level, Optional<Uid> study, Optional<Uid> series) {}

    /**
     * A page of rows.
     *
     * @param more whether rows were left out behind the last one
     * @param leftOut names of archives that could have told more and did not
     */
    record Rows(List<DataSet> rows, boolean more, Set<String> leftOut) {}

    /** The rows of a scope that meet the query. */
    Uni<Rows> perform(Visit visit, Scope scope, QidoQuery query) {
        AccessRequest request = AccessRequest.qido(scope.study().map(Uid::value));
        return gate.pass(visit, request, permit -> {
            ArchiveRows archives = new ArchiveRows(config);
            Set<Uid> only = scope.study().map(Set::of).orElseGet(query::studies);
            Multi<List<QidoRow>> candidates = studies.studies(only, filter(query), permit.reach())
                    .map(study -> candidates(study, scope, query))
                    .filter(rows -> !rows.isEmpty());
            int limit = limit(scope, query);
            return page(met(candidates, query, archives), query.offset(), limit)
                    .flatMap(found -> shown(found, limit, scope, query, archives));
        });
    }

    /** What can be said to the catalogue's index; each row is held against all conditions anyway. */
    private static StudyFilter filter(QidoQuery query) {
        return new StudyFilter(
                query.literals(Tag.PatientID),
                query.literals(Tag.AccessionNumber),
                query.literals(Tag.ModalitiesInStudy),
                query.literals(Tag.SeriesInstanceUID),
                query.literals(Tag.SOPInstanceUID),
                query.literals(Tag.StudyDate));
    }

    /** A study's rows that meet what the catalogue can tell: a study also where one of its series or instances does. */
    private List<QidoRow> candidates(StudyRow study, Scope scope, QidoQuery query) {
        QidoLevel deepest = query.held().stream()
                .map(condition -> QidoAttributes.levelOf(condition.tag(), scope.level()))
                .reduce(scope.level(), (one, other) -> one.compareTo(other) > 0 ? one : other);
        QidoRows rows = new QidoRows(study, base);
        List<DataSet> met = rows.at(deepest).stream()
                .filter(row -> scope.series().isEmpty()
                        || row.uid(Tag.SeriesInstanceUID).equals(scope.series()))
                .filter(row -> query.held().stream().allMatch(condition -> condition.matches(row)))
                .toList();
        if (deepest != scope.level()) {
            Set<String> uids = met.stream()
                    .map(row -> row.string(scope.level().uidTag()).orElse(""))
                    .collect(Collectors.toSet());
            met = rows.at(scope.level()).stream()
                    .filter(row ->
                            uids.contains(row.string(scope.level().uidTag()).orElse("")))
                    .toList();
        }
        return met.stream().map(row -> new QidoRow(study, scope.level(), row)).toList();
    }

    /** Those that meet also what only archives know; they are asked for some studies at a time, in order. */
    private Multi<QidoRow> met(Multi<List<QidoRow>> candidates, QidoQuery query, ArchiveRows archives) {
        List<QidoCondition> foreign = query.foreign();
        if (foreign.isEmpty()) {
            return candidates.onItem().transformToIterable(rows -> rows);
        }
        Set<Integer> tags = foreign.stream().map(QidoCondition::tag).collect(Collectors.toSet());
        return candidates
                .group()
                .intoLists()
                .of(config.atOnce())
                .invoke(several -> archives.requireFewer(several.size()))
                .onItem()
                .transformToUniAndConcatenate(several -> archives.complete(
                        several.stream().flatMap(Collection::stream).toList(), tags, false))
                .onItem()
                .transformToIterable(rows -> rows)
                .filter(row -> foreign.stream().allMatch(condition -> condition.matches(row.attributes())));
    }

    /** A page that archives are asked for is not longer than the studies they are asked of. */
    private int limit(Scope scope, QidoQuery query) {
        boolean asks = query.allFields() || !query.foreignFields(scope.level()).isEmpty();
        return asks ? Math.min(query.limit(), config.mostStudies()) : query.limit();
    }

    private static Uni<List<QidoRow>> page(Multi<QidoRow> rows, int offset, int limit) {
        return rows.skip().first(offset).select().first(limit + 1L).collect().asList();
    }

    private static Uni<Disclosure<Rows>> shown(
            List<QidoRow> found, int limit, Scope scope, QidoQuery query, ArchiveRows archives) {
        boolean more = found.size() > limit;
        List<QidoRow> page = more ? found.subList(0, limit) : found;
        Set<String> patients = page.stream()
                .flatMap(row -> row.study().holding().patients().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return archives.complete(page, query.foreignFields(scope.level()), query.allFields())
                .map(rows -> Disclosure.of(
                        new Rows(rows.stream().map(QidoRow::attributes).toList(), more, archives.leftOut()), patients));
    }
}
