package health.webqx.imaging.dicomweb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.deidentify.Deidentifier;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A holding in pseudonyms: its UIDs and PatientID are those that its archives' de-identified instances carry. */
final class DeidentifiedHolding {
    private final Holding original;
    private final Deidentifier deidentifier;
    private final Vertx vertx;
    private final Map<Uid, Uid> originals = new HashMap<>();

    DeidentifiedHolding(Holding original, Deidentifier deidentifier, Vertx vertx) {
        this.original = original;
        this.deidentifier = deidentifier;
        this.vertx = vertx;
        originals.put(pseudonym(original.study().value()), original.study());
    }

    /** Computes: a pseudonym for each series and instance. */
    Holding holding() throws IOException {
        ObjectNode imagingStudy = imagingStudy();
        List<PacsConnector> archives = original.archives().stream()
                .<PacsConnector>map(
                        archive -> new DeidentifiedArchive(archive, original, deidentifier, this::originalOf, vertx))
                .toList();
        return new Holding(
                pseudonym(original.study().value()), original.key(), imagingStudy, original.patients(), archives);
    }

    /** What the transactions need of it, and no more. */
    private ObjectNode imagingStudy() throws IOException {
        ObjectNode study = ResourceJson.object();
        study.putObject("meta")
                .put(
                        "versionId",
                        original.imagingStudy().path("meta").path("versionId").asText());
        study.putObject("subject").putObject("identifier").put("value", patientId());
        ArrayNode list = study.putArray("series");
        for (JsonNode series : original.imagingStudy().path("series")) {
            ObjectNode shown = list.addObject().put("uid", mapped(series.path("uid")));
            shown.putObject("modality")
                    .put("code", series.path("modality").path("code").asText());
            ArrayNode instances = shown.putArray("instance");
            series.path("instance").forEach(each -> instances.addObject().put("uid", mapped(each.path("uid"))));
        }
        return study;
    }

    private String patientId() throws IOException {
        DataSet patient = DataSet.builder()
                .put(Tag.PatientID, original.patientId().orElse(""))
                .build();
        return deidentifier.deidentify(patient).string(Tag.PatientID).orElse("");
    }

    private String mapped(JsonNode uid) {
        Uid pseudonym = pseudonym(uid.asText());
        Uid.find(uid.asText()).ifPresent(known -> originals.put(pseudonym, known));
        return pseudonym.value();
    }

    private Uid pseudonym(String uid) {
        return Uid.of(deidentifier.uid(uid));
    }

    private DicomTarget originalOf(DicomTarget target) {
        return new DicomTarget(
                known(target.study()),
                target.series().map(this::known),
                target.instance().map(this::known));
    }

    private Uid known(Uid pseudonym) {
        return Optional.ofNullable(originals.get(pseudonym))
                .orElseThrow(() -> Failure.of(FailureKind.NOT_FOUND, "the study does not hold this"));
    }
}
