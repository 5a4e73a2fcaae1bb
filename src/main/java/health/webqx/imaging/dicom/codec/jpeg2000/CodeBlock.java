package health.webqx.imaging.dicom.codec.jpeg2000;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A rectangle of a subband's coefficients and the coded bytes that came for it (T.800 B.7, D). */
final class CodeBlock {
    /** Passes that are coded before arithmetic coding is bypassed (T.800 table D.9). */
    private static final int BEFORE_BYPASS = 10;

    private static final int UNLIMITED = 1 << 16;

    /** Passes of a High-Throughput block in its first segment and in its second (T.814 annex B). */
    private static final int CLEANUP = 1;

    private static final int REFINEMENTS = 2;

    /** In the coordinates of its subband. */
    final Area area;

    final List<Segment> segments = new ArrayList<>(1);
    int zeroPlanes;
    /** Passes of a High-Throughput block that only say that three of them each leave out a bit plane. */
    private int placeholders;

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

    /**
     * Takes so many passes as the first ones of a High-Throughput block: those that are more than a cleanup and its two
     * refinements stand for bit planes that are left out (T.814 annex B).
     */
    void begin(int first) {
        placeholders = (first - 1) / 3 * 3;
        zeroPlanes += placeholders / 3;
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

    private int most(CodingStyle style, int before) {
        if (style.has(CodingStyle.HIGH_THROUGHPUT)) {
            return before == 0 ? placeholders + CLEANUP : REFINEMENTS;
        } else if (style.has(CodingStyle.TERMINATE)) {
            return 1;
        } else if (!style.has(CodingStyle.BYPASS)) {
            return UNLIMITED;
        }
        return before == 0 ? BEFORE_BYPASS : before == 2 ? 1 : 2;
    }
}
