package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import java.util.Comparator;

/** The order in which every archive's instances leave ({@link PacsConnector#retrieve}), told by their attributes. */
public final class InstanceOrder {
    /** Of one series: by InstanceNumber, none counting as 0, and SOPInstanceUID. */
    public static final Comparator<DataSet> BY_NUMBER = Comparator.<DataSet>comparingInt(
                    instance -> instance.integer(Tag.InstanceNumber).orElse(0))
            .thenComparing(instance -> instance.string(Tag.SOPInstanceUID).orElse(""));

    /** Of a study: by SeriesInstanceUID, and within a series {@link #BY_NUMBER}. */
    public static final Comparator<DataSet> BY_SERIES = Comparator.<DataSet, String>comparing(
                    instance -> instance.string(Tag.SeriesInstanceUID).orElse(""))
            .thenComparing(BY_NUMBER);

    private InstanceOrder() {}
}
