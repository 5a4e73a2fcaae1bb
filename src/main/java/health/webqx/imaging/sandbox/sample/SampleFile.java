package health.webqx.imaging.sandbox.sample;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.TransferSyntax;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/**
 * A file to be: its content is computed when it is written.
 *
 * @param name where it lies in its study's folder
 */
record SampleFile(SampleStudy study, String name, Supplier<DataSet> content) {
    void writeInto(Path folder) {
        Path path = folder.resolve(study.folder()).resolve(name);
        try {
            Files.createDirectories(path.getParent());
            try (OutputStream out = Files.newOutputStream(path)) {
                DicomWriter.write(out, DataSet.empty(), content.get(), TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            }
            // of the day of the study, so that a folder's reader takes all of a study at once and waits for none
            Files.setLastModifiedTime(path, FileTime.from(study.started().toInstant(ZoneOffset.UTC)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
