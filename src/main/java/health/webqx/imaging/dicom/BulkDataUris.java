package health.webqx.imaging.dicom;

import java.util.List;
import java.util.Optional;

/** Where a caller can fetch the values that a DICOM JSON document leaves out (PS3.18 F.2.2). */
@FunctionalInterface
public interface BulkDataUris {
    /** The URI for the value at a path of tags and item indexes (from 0); empty to write the element without a value. */
    Optional<String> find(List<Integer> path);

    /** No value can be fetched. */
    static BulkDataUris none() {
        return path -> Optional.empty();
    }
}
