package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.ReadOptions;
import java.io.IOException;
import java.nio.file.Path;

/** Reads what a caller sent, within what one caller may make the server hold in memory. */
final class UploadedFile {
    private static final ReadOptions BOUNDED =
            ReadOptions.DEFAULT.withMaxMemory(64L << 20).withMaxElements(500_000);

    private UploadedFile() {}

    static DicomFile read(Path path) throws IOException {
        return DicomFile.read(path, BOUNDED);
    }
}
