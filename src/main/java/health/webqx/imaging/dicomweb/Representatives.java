package health.webqx.imaging.dicomweb;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Which instance stands for a study or a series in its thumbnail: the middle one of the first series with pictures. */
final class Representatives {
    private static final Set<String> WITHOUT_PICTURES = Set.of(
            "SR", "KO", "PR", "DOC", "PLAN", "REG", "SEG", "RTSTRUCT", "RTPLAN", "AU", "ECG", "HD", "FID", "RWV");

    private Representatives() {}

    /** The instance; {@code NOT_FOUND} where nothing of the target has a picture. */
    static DicomTarget of(Holding holding, DicomTarget target) {
        if (target.instance().isPresent()) {
            return target;
        }
        return StreamSupport.stream(holding.imagingStudy().path("series").spliterator(), false)
                .filter(series -> target.series()
                        .map(uid -> uid.value().equals(series.path("uid").asText()))
                        .orElse(true))
                .filter(series -> !WITHOUT_PICTURES.contains(
                        series.path("modality").path("code").asText()))
                .filter(series -> !series.path("instance").isEmpty())
                .findFirst()
                .flatMap(series -> Uid.find(series.path("uid").asText()).flatMap(uid -> middle(series)
                        .map(instance -> DicomTarget.instance(target.study(), uid, instance))))
                .orElseThrow(() -> Failure.of(FailureKind.NOT_FOUND, "there is no picture of it"));
    }

    private static java.util.Optional<Uid> middle(JsonNode series) {
        List<JsonNode> instances = StreamSupport.stream(series.path("instance").spliterator(), false)
                .toList();
        return Uid.find(instances.get(instances.size() / 2).path("uid").asText());
    }
}
