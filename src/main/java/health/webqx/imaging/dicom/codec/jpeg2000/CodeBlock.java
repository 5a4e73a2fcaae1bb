package health.webqx.imaging.dicom.codec.jpeg2000;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A rectangle of a subband's coefficients and the coded bytes that came for it (T.800 B.7, D). */
final class CodeBlock {
    /** Passes that are coded before arithmetic coding is bypassed (T.800 table D.9). */
    private static final int BEFORE_BYPASS = 10;

    private static final int UNLIMITED = 1 << 16;

    /** In the coordinates of its subband. */
    final Area area;

    final List<Segment> segments = new ArrayList<>(1);
    int zeroPlanes;
    int passes;
    int lengthBits = 3;

    CodeBlock(Area area) {
        this.area = area;
    }

    /** Bytes of passes that are coded without interruption. */
    static final class Segment {
        final int mostPasses;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
        int passes;
        /** Of the packet that is being read. */
        int newPasses;

        int newBytes;

        Segment(int mostPasses) {
            this.mostPasses = mostPasses;
        }
    }

    boolean isIncluded() {
        return !segments.isEmpty();
    }

    /** The segment that takes the next pass. */
    Segment open(CodingStyle style) {
        Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        if (last != null && last.passes + last.newPasses < last.mostPasses) {
            return last;
        }
        Segment next = new Segment(most(style, last == null ? 0 : last.mostPasses));
        segments.add(next);
        return next;
    }

    private static int most(CodingStyle style, int before) {
        if (style.has(CodingStyle.TERMINATE)) {
            return 1;
        } else if (!style.has(CodingStyle.BYPASS)) {
            return UNLIMITED;
        }
        return before == 0 ? BEFORE_BYPASS : before == 2 ? 1 : 2;
    }
}
