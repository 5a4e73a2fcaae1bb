package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import java.util.ArrayList;
import java.util.List;

/** Reads a tile's packets in their order and hands the bytes to its code blocks (T.800 B.9, B.10). For one thread. */
final class PacketReader {
    private static final int SOP = 0xFF91;
    private static final int EPH = 0xFF92;
    /** Bit planes that 31 bits hold beside a fractional bit. */
    private static final int MOST_PLANES = 30;

    private final byte[] packets;
    private final PacketBits bits;
    private final List<TileComponent> components;
    private final List<CodeBlock.Segment> fresh = new ArrayList<>();

    PacketReader(byte[] packets, List<TileComponent> components) {
        this.packets = packets;
        this.bits = new PacketBits(packets);
        this.components = components;
    }

    void read(List<Precinct> precincts, TileHeader header) throws DicomException {
        for (Progression progression : header.progressions()) {
            List<Precinct> covered = new ArrayList<>();
            for (Precinct precinct : precincts) {
                if (progression.covers(precinct)) {
                    covered.add(precinct);
                }
            }
            covered.sort(progression.comparator());
            read(covered, progression, Math.min(progression.layers(), header.layers()));
        }
    }

    private void read(List<Precinct> covered, Progression progression, int layers) throws DicomException {
        if (progression.isByLayer()) {
            byLayer(covered, layers);
            return;
        }
        int from = 0;
        while (progression.isByResolutionAndLayer() && from < covered.size()) {
            int to = from + 1;
            while (to < covered.size() && covered.get(to).resolution == covered.get(from).resolution) {
                to++;
            }
            byLayer(covered.subList(from, to), layers);
            from = to;
        }
        for (Precinct precinct : covered) {
            while (precinct.layer < layers) {
                packet(precinct);
            }
        }
    }

    private void byLayer(List<Precinct> covered, int layers) throws DicomException {
        for (int layer = 0; layer < layers; layer++) {
            for (Precinct precinct : covered) {
                if (precinct.layer == layer) {
                    packet(precinct);
                }
            }
        }
    }

    private void packet(Precinct precinct) throws DicomException {
        bits.skipMarker(SOP, 6);
        fresh.clear();
        if (bits.readBit() == 1) {
            CodingStyle style = components.get(precinct.component).style;
            for (Precinct.Part part : precinct.parts) {
                for (int i = 0; i < part.blocks.size(); i++) {
                    if (isIncluded(part, i, precinct.layer)) {
                        contribution(part.blocks.get(i), style);
                    }
                }
            }
        }
        bits.align();
        bits.skipMarker(EPH, 2);
        for (CodeBlock.Segment segment : fresh) {
            int from = bits.position();
            bits.skip(segment.newBytes);
            segment.bytes.write(packets, from, segment.newBytes);
            segment.passes += segment.newPasses;
            segment.newPasses = 0;
        }
        precinct.layer++;
    }

    private boolean isIncluded(Precinct.Part part, int index, int layer) throws DicomException {
        CodeBlock block = part.blocks.get(index);
        if (block.isIncluded()) {
            return bits.readBit() == 1;
        } else if (!part.inclusion.isBelow(index, layer + 1, bits)) {
            return false;
        }
        int planes = 1;
        while (!part.zeroPlanes.isBelow(index, planes, bits)) {
            if (++planes > 80) {
                throw new DicomException(Reason.INVALID_STRUCTURE, -1, "impossible zero bit planes");
            }
        }
        block.zeroPlanes = planes - 1;
        return true;
    }

    /** How many passes and bytes a packet brings for a block (T.800 B.10.6, B.10.7). */
    private void contribution(CodeBlock block, CodingStyle style) throws DicomException {
        int left = passes();
        boolean highThroughput = style.has(CodingStyle.HIGH_THROUGHPUT);
        if (highThroughput && !block.isIncluded()) {
            block.begin(left);
        }
        block.passes += left;
        if (block.passes > 3 * MOST_PLANES) {
            throw new DicomException(Reason.INVALID_STRUCTURE, -1, "impossible number of coding passes");
        }
        while (bits.readBit() == 1) {
            block.lengthBits++;
        }
        while (left > 0) {
            CodeBlock.Segment segment = block.open(style);
            if (highThroughput && block.segments.size() > 2) {
                throw new DicomException(Reason.UNSUPPORTED, -1, "several High-Throughput sets are not supported");
            }
            segment.newPasses = Math.min(left, segment.mostPasses - segment.passes);
            left -= segment.newPasses;
            int width = block.lengthBits + 31 - Integer.numberOfLeadingZeros(segment.newPasses);
            if (width > 31) {
                throw new DicomException(Reason.INVALID_STRUCTURE, -1, "impossible length of a code block");
            }
            segment.newBytes = bits.read(width);
            fresh.add(segment);
        }
    }

    /** T.800 table B.4. */
    private int passes() throws DicomException {
        if (bits.readBit() == 0) {
            return 1;
        } else if (bits.readBit() == 0) {
            return 2;
        }
        int two = bits.read(2);
        if (two < 3) {
            return 3 + two;
        }
        int five = bits.read(5);
        return five < 31 ? 6 + five : 37 + bits.read(7);
    }
}
