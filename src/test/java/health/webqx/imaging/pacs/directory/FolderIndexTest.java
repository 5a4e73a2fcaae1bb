package health.webqx.imaging.pacs.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderIndexTest {
    @TempDir
    Path parent;

    private final List<String> told = new ArrayList<>();
    private final Logger logger = Logger.getLogger(FolderIndex.class.getName());
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            told.add(
                    line instanceof org.jboss.logmanager.ExtLogRecord formatted
                            ? formatted.getFormattedMessage()
                            : line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Path folder;
    private FolderIndex index;

    @BeforeEach
    void begin() throws IOException {
        folder = Files.createDirectory(parent.resolve("archive"));
        index = new FolderIndex("test", folder);
        logger.addHandler(listener);
    }

    @AfterEach
    void end() {
        logger.removeHandler(listener);
    }

    @Test
    void aTruncatedFileIsToldOfOnceAndTheOthersAreServed() throws IOException {
        byte[] whole = instance("1.2.3.1");
        Files.write(folder.resolve("good.dcm"), whole);
        Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(instance("1.2.3.2"), whole.length - 7));
        index.look();
        index.look();
        assertThat(index.instances()).hasSize(1);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("cut.dcm is skipped");
    }

    @Test
    void oneInstanceInTwoFilesIsServedOnceAndToldOfOnce() throws IOException {
        Files.write(folder.resolve("a.dcm"), instance("1.2.3.1"));
        Files.write(folder.resolve("b.dcm"), instance("1.2.3.1"));
        Files.write(folder.resolve("c.dcm"), instance("1.2.3.2"));
        index.look();
        Files.delete(folder.resolve("c.dcm"));
        index.look();
        assertThat(index.instances()).hasSize(1);
        assertThat(index.instances().get(0).path().getFileName()).hasToString("a.dcm");
        assertThat(told).containsExactly("archive test: b.dcm is skipped: another file is the same instance");
    }

    @Test
    void aFolderThatIsNotThereHasLostNothing() throws IOException {
        Files.write(folder.resolve("a.dcm"), instance("1.2.3.1"));
        index.look();
        Files.move(folder, parent.resolve("unmounted"));
        assertThatThrownBy(index::look).isInstanceOf(NoSuchFileException.class);
        assertThat(index.instances()).hasSize(1);
    }

    private static byte[] instance(String uid) throws IOException {
        DataSet dataSet = DataSet.builder()
                .put(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7")
                .put(Tag.SOPInstanceUID, uid)
                .put(Tag.StudyInstanceUID, "1.2.3")
                .put(Tag.SeriesInstanceUID, "1.2.3.9")
                .put(Tag.PatientID, "P-1")
                .build();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DicomWriter.write(file, DataSet.empty(), dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        return file.toByteArray();
    }
}
