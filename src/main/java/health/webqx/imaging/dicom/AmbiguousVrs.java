package health.webqx.imaging.dicom;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides between US, SS and OW where the dictionary lists several: by Pixel Representation (0028,0103) of the data set or
 * of one around it, and for LUT Data by the number of its entries (PS3.5 A.1, PS3.3 C.11.1).
 */
final class AmbiguousVrs {
    private final @Nullable AmbiguousVrs outer;
    private int pixelRepresentation = -1;
    private int lutEntries = -1;

    AmbiguousVrs(@Nullable AmbiguousVrs outer) {
        this.outer = outer;
    }

    /** Looks at a value that is about to be read. */
    void observe(int tag, long length, DicomInput in) throws IOException {
        if (tag == Tag.PixelRepresentation && length == 2 && in.peek(2) == 2) {
            pixelRepresentation = in.peekedInt16(0);
        } else if (tag == Tag.LUTDescriptor && length == 6 && in.peek(2) == 2) {
            lutEntries = in.peekedInt16(0);
        }
    }

    /** The VR of an element whose encoding names none. */
    Vr resolve(int tag) {
        Vr vr = Dictionary.vrOf(tag);
        if ((vr != Vr.US && vr != Vr.OW) || tag == Tag.PixelData) {
            return vr;
        }
        List<Vr> vrs = Dictionary.find(tag).map(Dictionary.Entry::vrs).orElse(List.of());
        if (vrs.contains(Vr.OW) && vrs.contains(Vr.US)) {
            return lutEntries == 1 ? Vr.US : Vr.OW;
        }
        return vrs.contains(Vr.SS) && isSigned() ? Vr.SS : vr;
    }

    private boolean isSigned() {
        for (AmbiguousVrs level = this; level != null; level = level.outer) {
            if (level.pixelRepresentation >= 0) {
                return level.pixelRepresentation == 1;
            }
        }
        return false;
    }
}
