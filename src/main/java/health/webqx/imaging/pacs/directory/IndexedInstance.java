package health.webqx.imaging.pacs.directory;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.pacs.DicomTarget;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the index keeps of one file.
 *
 * @param attributes the short attributes of patient, study, series and instance, for search
 */
record IndexedInstance(
        Path path, long size, Uid study, Uid series, Uid instance, Uid transferSyntax, DataSet attributes) {
    private static final int LONGEST_KEPT = 256;
    private static final int LAST_GROUP = 0x0028;

    /** Series by series, in the order of their numbers. */
    static final Comparator<IndexedInstance> IN_ORDER = Comparator.comparing((IndexedInstance each) ->
                    each.attributes().integer(Tag.SeriesNumber).orElse(0))
            .thenComparing(each -> each.series().value())
            .thenComparing(each -> each.attributes().integer(Tag.InstanceNumber).orElse(0))
            .thenComparing(each -> each.instance().value());

    /** The entry of a file; absent when it does not say which instance it is. */
    static Optional<IndexedInstance> of(Path path, long size, DicomFile file) {
        DataSet all = file.dataSet();
        Optional<Uid> study = all.uid(Tag.StudyInstanceUID);
        Optional<Uid> series = all.uid(Tag.SeriesInstanceUID);
        Optional<Uid> instance = all.uid(Tag.SOPInstanceUID);
        if (study.isEmpty() || series.isEmpty() || instance.isEmpty()) {
            return Optional.empty();
        }
        Uid syntax = file.transferSyntax().uid();
        return Optional.of(
                new IndexedInstance(path, size, study.get(), series.get(), instance.get(), syntax, kept(all)));
    }

    boolean isIn(DicomTarget target) {
        return study.equals(target.study())
                && target.series().map(series::equals).orElse(true)
                && target.instance().map(instance::equals).orElse(true);
    }

    /** Whether {@link #attributes} has a tag where the file has it, unless its value is long. */
    static boolean isKept(int tag) {
        return (tag >>> 16) <= LAST_GROUP && !Tag.isPrivate(tag) && Dictionary.vrOf(tag) != Vr.SQ;
    }

    private static DataSet kept(DataSet all) {
        int[] dropped = all.elements().stream()
                .filter(element -> !isKept(element))
                .mapToInt(Element::tag)
                .toArray();
        return all.without(dropped);
    }

    private static boolean isKept(Element element) {
        return (element.tag() >>> 16) <= LAST_GROUP
                && !Tag.isPrivate(element.tag())
                && element.value() instanceof Value.Bytes bytes
                && bytes.length() <= LONGEST_KEPT;
    }
}
