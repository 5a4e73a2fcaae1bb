package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.ReadOptions;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.DicomTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A part of a STOW request that was laid down, and what it says of itself.
 *
 * @param attributes of the whole file; none where it cannot be read as DICOM
 * @param refusal why it is not stored, where that can be told from the file alone
 */
record ReceivedInstance(Path file, long size, DataSet attributes, Optional<StoreOutcome.Reason> refusal) {
    /** What one file may make the server hold in memory. */
    private static final ReadOptions BOUNDED =
            ReadOptions.DEFAULT.withMaxMemory(32L << 20).withMaxElements(500_000);

    /** Reads a file from one end to the other: what is cut off is no instance. Blocks. */
    static ReceivedInstance read(Path file) throws IOException {
        long size = Files.size(file);
        DicomFile read;
        try {
            read = DicomFile.read(file, BOUNDED);
        } catch (IOException notDicom) {
            return new ReceivedInstance(
                    file, size, DataSet.empty(), Optional.of(StoreOutcome.Reason.CANNOT_UNDERSTAND));
        }
        return new ReceivedInstance(file, size, read.dataSet(), refusal(read));
    }

    private static Optional<StoreOutcome.Reason> refusal(DicomFile file) {
        DataSet all = file.dataSet();
        boolean named = Stream.of(Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID)
                .allMatch(tag -> all.uid(tag).filter(Uid::hasComponents).isPresent());
        if (!named) {
            return Optional.of(StoreOutcome.Reason.CANNOT_UNDERSTAND);
        }
        boolean consistent = isSame(file, Tag.MediaStorageSOPClassUID, Tag.SOPClassUID)
                && isSame(file, Tag.MediaStorageSOPInstanceUID, Tag.SOPInstanceUID);
        return consistent ? Optional.empty() : Optional.of(StoreOutcome.Reason.DOES_NOT_MATCH_ITS_CLASS);
    }

    private static boolean isSame(DicomFile file, int inMeta, int inDataSet) {
        return file.meta()
                .uid(inMeta)
                .map(file.dataSet().uid(inDataSet).orElseThrow()::equals)
                .orElse(true);
    }

    Optional<Uid> sopClass() {
        return attributes.uid(Tag.SOPClassUID);
    }

    Optional<Uid> sopInstance() {
        return attributes.uid(Tag.SOPInstanceUID);
    }

    /** Which instance it is; for one that is not refused. */
    DicomTarget target() {
        return DicomTarget.instance(
                attributes.uid(Tag.StudyInstanceUID).orElseThrow(),
                attributes.uid(Tag.SeriesInstanceUID).orElseThrow(),
                attributes.uid(Tag.SOPInstanceUID).orElseThrow());
    }
}
