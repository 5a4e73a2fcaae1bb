package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The documents of a study: its structured reports and letters, as its archives hold them. */
@ApplicationScoped
public class StructuredReports {
    private static final String REPORTS = "1.2.840.10008.5.1.4.1.1.88.";
    private static final String KEY_OBJECTS = "1.2.840.10008.5.1.4.1.1.88.59";
    private static final String ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1";
    private static final int MOST = 200;

    StructuredReports() {}

    /** The attributes of each structured report; {@code BAD_GATEWAY} when an archive returns what is not of the study. */
    public Uni<List<DataSet>> reports(Holding holding) {
        return documents(holding, sopClass -> sopClass.startsWith(REPORTS) && !sopClass.equals(KEY_OBJECTS));
    }

    /** The attributes of each encapsulated PDF, likewise. */
    public Uni<List<DataSet>> letters(Holding holding) {
        return documents(holding, ENCAPSULATED_PDF::equals);
    }

    private static Uni<List<DataSet>> documents(Holding holding, Predicate<String> wanted) {
        List<DicomTarget> targets = targets(holding, wanted);
        if (targets.size() > MOST) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the study has more than " + MOST + " documents");
        }
        return Multi.createFrom()
                .iterable(targets)
                .onItem()
                .transformToUniAndConcatenate(target -> document(holding.archives(), holding, target))
                .collect()
                .asList();
    }

    private static Uni<DataSet> document(List<PacsConnector> archives, Holding holding, DicomTarget target) {
        if (archives.isEmpty()) {
            throw Failure.of(FailureKind.UNAVAILABLE, "no archive that holds the study can be asked now");
        }
        Uni<DataSet> attempt = archives.get(0)
                .metadata(target)
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(() -> Failure.of(FailureKind.BAD_GATEWAY, "an archive does not return what it holds"))
                .invoke(holding::requireOwn);
        return archives.size() == 1
                ? attempt
                : attempt.onFailure()
                        .recoverWithUni(failed -> document(archives.subList(1, archives.size()), holding, target));
    }

    private static List<DicomTarget> targets(Holding holding, Predicate<String> wanted) {
        List<DicomTarget> targets = new ArrayList<>();
        for (JsonNode series : holding.imagingStudy().path("series")) {
            for (JsonNode instance : series.path("instance")) {
                String sopClass =
                        instance.path("sopClass").path("code").asText().replace("urn:oid:", "");
                if (wanted.test(sopClass)) {
                    Uid.find(series.path("uid").asText())
                            .flatMap(uid -> Uid.find(instance.path("uid").asText())
                                    .map(sop -> DicomTarget.instance(holding.study(), uid, sop)))
                            .ifPresent(targets::add);
                }
            }
        }
        return targets;
    }
}
