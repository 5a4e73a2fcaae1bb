package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.catalogue.PseudonymousStudies;
import health.webqx.imaging.catalogue.StudyRow;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.deidentify.Deidentifier;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.InstanceOrder;
import health.webqx.imaging.pacs.Worker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The studies that a caller may see who may not know whose they are (decision record 016): what the transactions get instead
 * of the catalogue's. Nothing of an original is in it but what the archives of a holding are asked for, and they answer
 * de-identified.
 */
@ApplicationScoped
class DeidentifiedStudies {
    private final PseudonymousStudies studies;
    private final Vertx vertx;
    private final String base;

    DeidentifiedStudies(
            PseudonymousStudies studies,
            Vertx vertx,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.studies = studies;
        this.vertx = vertx;
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    /** The study of that pseudonym; {@code NOT_FOUND} for any other UID. */
    Uni<Holding> get(Uid pseudonym, Permit permit) {
        return studies.get(pseudonym, permit.reach()).flatMap(original -> studies.deidentification(original)
                .flatMap(how -> Worker.run(() -> new DeidentifiedHolding(original, how.instances(), vertx).holding())));
    }

    /** Rows of the studies with these pseudonyms, or of all; a study that cannot be de-identified has none. */
    Multi<SearchTransaction.Row> rows(Set<Uid> only, QidoLevel level, Permit permit) {
        return studies.list(only, permit.reach())
                .onItem()
                .transformToMultiAndConcatenate(study -> studies.deidentification(study.holding())
                        .flatMap(how -> Worker.run(() -> rows(study, level, how.rows())))
                        .onFailure(DeidentifiedStudies::isAbsent)
                        .recoverWithItem(List.of())
                        .onItem()
                        .transformToMulti(rows -> Multi.createFrom().iterable(rows)));
    }

    private List<SearchTransaction.Row> rows(StudyRow study, QidoLevel level, Deidentifier deidentifier)
            throws IOException {
        List<SearchTransaction.Row> rows = new ArrayList<>();
        for (DataSet original : new QidoRows(study, base).at(level)) {
            DataSet row = deidentifier.deidentify(original);
            DicomTarget target = new DicomTarget(
                    row.uid(Tag.StudyInstanceUID).orElseThrow(),
                    row.uid(Tag.SeriesInstanceUID),
                    row.uid(Tag.SOPInstanceUID));
            rows.add(new SearchTransaction.Row(
                    row.with(Tag.RetrieveURL, RetrieveInstances.address(base, target)),
                    study.holding().patients()));
        }
        // within a study, too, the order is none but that of what is shown
        rows.sort(Comparator.comparing(SearchTransaction.Row::attributes, InstanceOrder.BY_SERIES));
        return rows;
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof Failure known && known.kind() == FailureKind.NOT_FOUND;
    }
}
