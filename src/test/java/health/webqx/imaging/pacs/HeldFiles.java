package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Real files as an archive of a test's own holds them. */
final class HeldFiles {
    private static final Comparator<DataSet> IN_ORDER = Comparator.<DataSet, String>comparing(
                    each -> each.string(Tag.StudyInstanceUID).orElse(""))
            .thenComparing(each -> each.string(Tag.SeriesInstanceUID).orElse(""))
            .thenComparing(each -> each.integer(Tag.InstanceNumber).orElse(0))
            .thenComparing(each -> each.string(Tag.SOPInstanceUID).orElse(""));

    private final Map<Uid, Path> files = new ConcurrentHashMap<>();

    void add(Path file) throws IOException {
        files.put(DicomFile.read(file).dataSet().uid(Tag.SOPInstanceUID).orElseThrow(), file);
    }

    void remove(Uid study) {
        files.values()
                .removeIf(file -> read(file).dataSet().uid(Tag.StudyInstanceUID).equals(Optional.of(study)));
    }

    Map<Uid, Path> all() {
        return files;
    }

    Optional<Path> find(String instance) {
        return Uid.find(instance).map(files::get);
    }

    /** In order, those whose attributes have these values; an empty value stands for any. */
    List<DataSet> with(Map<Integer, String> uids) {
        return files.values().stream()
                .map(file -> read(file).dataSet())
                .filter(each -> uids.entrySet().stream()
                        .allMatch(uid -> uid.getValue().isEmpty()
                                || each.string(uid.getKey())
                                        .filter(uid.getValue()::equals)
                                        .isPresent()))
                .sorted(IN_ORDER)
                .toList();
    }

    static DicomFile read(Path file) {
        try {
            return DicomFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
