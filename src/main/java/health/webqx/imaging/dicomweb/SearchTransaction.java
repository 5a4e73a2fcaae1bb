package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.catalogue.StudyList;
import health.webqx.imaging.catalogue.StudyRow;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** QIDO-RS: a search of the ImagingStudies in reach, told in DICOM's terms (PS3.18 10.6). */
@ApplicationScoped
class SearchTransaction {
    private final Gate gate;
    private final StudyList studies;
    private final DeidentifiedStudies deidentified;
    private final String base;

    SearchTransaction(
            Gate gate,
            StudyList studies,
            DeidentifiedStudies deidentified,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.studies = studies;
        this.deidentified = deidentified;
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    /**
     * A page of rows.
     *
     * @param more whether rows were left out behind the last one
     */
    record Rows(List<DataSet> rows, boolean more) {}

    /**
     * A row before it is known whether it is shown.
     *
     * @param patients whose it is, for the record
     */
    record Row(DataSet attributes, Set<String> patients) {}

    /** The rows at a level, of one study or series when the address names one. */
    Uni<Rows> perform(Visit visit, QidoLevel level, Optional<Uid> study, Optional<Uid> series, QidoQuery query) {
        AccessRequest request = AccessRequest.qido(study.map(Uid::value)).orDeidentified();
        Set<Uid> only = study.map(Set::of).orElseGet(query::studies);
        return gate.pass(visit, request, permit -> rows(permit, level, only)
                .filter(row -> series.isEmpty() || isOf(row.attributes(), series.get()))
                .filter(row -> QidoMatch.matches(row.attributes(), query.matches()))
                .skip()
                .first(query.offset())
                .select()
                .first(query.limit() + 1L)
                .collect()
                .asList()
                .map(rows -> disclosure(rows, query.limit())));
    }

    /** Rows are searched as they are shown. */
    private Multi<Row> rows(Permit permit, QidoLevel level, Set<Uid> only) {
        return permit.deidentified()
                ? deidentified.rows(only, level, permit)
                : studies.studies(only, permit.reach())
                        .onItem()
                        .transformToMultiAndConcatenate(study -> rows(study, level));
    }

    private Multi<Row> rows(StudyRow study, QidoLevel level) {
        Set<String> patients = study.holding().patients();
        return Multi.createFrom()
                .iterable(new QidoRows(study, base)
                        .at(level).stream().map(row -> new Row(row, patients)).toList());
    }

    private static boolean isOf(DataSet row, Uid series) {
        return row.string(Tag.SeriesInstanceUID).filter(series.value()::equals).isPresent();
    }

    private static Disclosure<Rows> disclosure(List<Row> found, int limit) {
        List<Row> shown = found.size() > limit ? found.subList(0, limit) : found;
        Set<String> patients =
                shown.stream().flatMap(row -> row.patients().stream()).collect(Collectors.toCollection(TreeSet::new));
        return Disclosure.of(new Rows(shown.stream().map(Row::attributes).toList(), found.size() > limit), patients);
    }
}
