package health.webqx.imaging.dicom;

import java.io.IOException;

/** Tells an encoding by the look of the first element. */
final class Encoding {
    private Encoding() {}

    /** Whether the first element's tag is one of the dictionary in either byte order. */
    static boolean isPlausible(DicomInput in) throws IOException {
        return in.peek(8) == 8 && (isKnown(tag(in, false)) || isKnown(tag(in, true)));
    }

    /** Explicit or implicit, little or big endian: never deflated, never encapsulated. Leaves the input as it is. */
    static TransferSyntax guess(DicomInput in) throws IOException {
        if (in.peek(8) < 8) {
            return TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        }
        if (Vr.find(in.peeked(4), in.peeked(5)) == null) {
            return TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
        }
        boolean big = !isKnown(tag(in, false)) && isKnown(tag(in, true));
        return big ? TransferSyntax.EXPLICIT_BIG_ENDIAN : TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    }

    private static int tag(DicomInput in, boolean bigEndian) {
        boolean before = in.isBigEndian();
        in.bigEndian(bigEndian);
        int tag = in.peekedTag(0);
        in.bigEndian(before);
        return tag;
    }

    private static boolean isKnown(int tag) {
        return Dictionary.find(tag).isPresent() || (Tag.isGroupLength(tag) && tag >>> 16 == 8);
    }
}
