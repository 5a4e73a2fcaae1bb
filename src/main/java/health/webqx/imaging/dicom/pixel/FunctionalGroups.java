package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import java.util.List;

/** Attributes that an enhanced multi-frame image has for each frame, or for all (PS3.3 C.7.6.16). */
final class FunctionalGroups {
    private final DataSet dataSet;
    private final int frame;

    /** @param frame 1-based */
    FunctionalGroups(DataSet dataSet, int frame) {
        this.dataSet = dataSet;
        this.frame = frame;
    }

    /** The group of the frame, else the one shared by all, else the data set itself. */
    DataSet group(int sequence) {
        List<DataSet> frames = dataSet.items(Tag.PerFrameFunctionalGroupsSequence);
        if (frame <= frames.size() && !frames.get(frame - 1).items(sequence).isEmpty()) {
            return frames.get(frame - 1).items(sequence).get(0);
        }
        List<DataSet> shared = dataSet.items(Tag.SharedFunctionalGroupsSequence);
        if (!shared.isEmpty() && !shared.get(0).items(sequence).isEmpty()) {
            return shared.get(0).items(sequence).get(0);
        }
        return dataSet;
    }
}
