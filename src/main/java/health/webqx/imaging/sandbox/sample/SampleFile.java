package health.webqx.imaging.sandbox.sample;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.TransferSyntax;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
