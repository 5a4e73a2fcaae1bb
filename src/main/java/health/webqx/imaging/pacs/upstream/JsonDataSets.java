package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomJson;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.Worker;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** An archive's answer in the DICOM JSON model (PS3.18 annex F). */
public final class JsonDataSets {
    private JsonDataSets() {}

    /** Its data sets, none for an empty answer; {@code BAD_GATEWAY} for what is no such answer. Read on a worker. */
    public static Uni<List<DataSet>> of(Buffer json) {
        return json.length() == 0
                ? Uni.createFrom().item(List.of())
                : Worker.run(() -> {
                    try {
                        return DicomJson.read(json.getBytes());
                    } catch (DicomException e) {
                        throw Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer is not understood");
                    }
                });
    }
}
