package health.webqx.imaging.pacs.orthanc;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.upstream.JsonDataSets;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON answers of Orthanc's DICOMweb plugin. */
final class OrthancDicomWeb {
    /** Of one series' metadata: some 6 kB an instance, so several ten thousand of them. */
    private static final int LONGEST = 256 << 20;

    private static final String ROOT = "/dicom-web";

    private final Upstream upstream;

    OrthancDicomWeb(Upstream upstream) {
        this.upstream = upstream;
    }

    /** Rows of a search; empty for none. */
    Uni<List<DataSet>> rows(String address) {
        return upstream.get(ROOT + address, LONGEST).flatMap(JsonDataSets::of);
    }

    /**
     * Attributes of instances.
     *
     * @param garbled whether the plugin has spoilt values: with JIS X 0201, whose backslash is a yen sign, it takes several
     *     values for one and leaves numbers out
     */
    record Metadata(List<DataSet> instances, boolean garbled) {}

    /** Of each instance of a series. */
    Uni<Metadata> metadata(Uid study, Uid series) {
        return metadata("/studies/" + study.value() + "/series/" + series.value());
    }

    /** Of one instance. */
    Uni<Metadata> metadata(Uid study, Uid series, Uid instance) {
        return metadata("/studies/" + study.value() + "/series/" + series.value() + "/instances/" + instance.value());
    }

    private Uni<Metadata> metadata(String target) {
        return upstream.get(ROOT + target + "/metadata", LONGEST).flatMap(json -> JsonDataSets.of(json)
                .map(found -> new Metadata(
                        found, json.toString(StandardCharsets.ISO_8859_1).contains("IR 13\""))));
    }
}
