package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the frames of pixel data lie (PS3.3 C.7.6.3, C.7.6.6; PS3.5 chapter 8 and A.4). Made from a data set whose pixel
 * data are located or in memory; nothing is read before a frame is asked for, except the first bytes of fragments when no
 * offset table tells how many belong to a frame. Safe for any thread.
 */
public final class FrameIndex {
    private static final int[] PIXEL_TAGS = {Tag.PixelData, Tag.FloatPixelData, Tag.DoubleFloatPixelData};

    private final DataSet dataSet;
    private final Value pixels;
    private final int count;
    /** Fragments that begin a frame by their first bytes, once they were looked for. */
    private volatile int @Nullable [] starts;

    private FrameIndex(DataSet dataSet, Value pixels, int count) {
        this.dataSet = dataSet;
        this.pixels = pixels;
        this.count = count;
    }

    /** Empty if there are no pixel data, or only a reference to them. */
    public static Optional<FrameIndex> of(DataSet dataSet) {
        return pixelElement(dataSet)
                .filter(element -> !(element.value() instanceof Value.Referenced))
                .map(element -> new FrameIndex(
                        dataSet,
                        element.value(),
                        Math.max(1, dataSet.integer(Tag.NumberOfFrames).orElse(1))));
    }

    static Optional<Element> pixelElement(DataSet dataSet) {
        return Arrays.stream(PIXEL_TAGS)
                .mapToObj(dataSet::find)
                .flatMap(Optional::stream)
                .filter(element -> !element.isEmpty())
                .findFirst();
    }

    static DicomException noSuchFrame(String why) {
        return new DicomException(DicomException.Reason.NO_SUCH_VALUE, -1, why);
    }

    public int count() {
        return count;
    }

    /** Whether frames are compressed and fragmented. */
    public boolean isEncapsulated() {
        return pixels instanceof Fragments;
    }

    /**
     * One frame, 1-based.
     *
     * @throws DicomException if there is no such frame, the attributes that give its size are missing or the pixel data
     *     too short, or no table and no start marker tells it from the others
     */
    public Frame frame(int number) throws IOException {
        if (number < 1 || number > count) {
            throw noSuchFrame("frame " + number + " of " + count);
        }
        return pixels instanceof Fragments fragments ? encapsulated(fragments, number) : uncompressed(number);
    }

    private Frame uncompressed(int number) throws DicomException {
        long bits = frameBits();
        long length = (bits + 7) / 8;
        long firstBit = bits * (number - 1);
        long end = (firstBit + bits + 7) / 8;
        Value.Located bytes = located();
        if (end > bytes.length()) {
            throw noSuchFrame("pixel data are too short for frame " + number);
        }
        int shift = (int) (firstBit % 8);
        if (shift == 0) {
            return new Frame(number, length, () -> bytes.open(firstBit / 8, length));
        }
        return new Frame(number, length, () -> shifted(bytes, firstBit / 8, end, shift, (int) length));
    }

    /** Frames of 1 bit pixels follow each other without a gap, from the lowest bit on (PS3.5 8.1.1, D.1). */
    private static InputStream shifted(Value.Located bytes, long from, long end, int shift, int length)
            throws IOException {
        byte[] packed;
        try (InputStream in = bytes.open(from, end - from)) {
            packed = in.readAllBytes();
        }
        byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            int low = (packed[i] & 0xFF) >>> shift;
            int high = i + 1 < packed.length ? (packed[i + 1] & 0xFF) << (8 - shift) : 0;
            frame[i] = (byte) (low | high);
        }
        return BulkSource.of(frame).open(0);
    }

    private Value.Located located() throws DicomException {
        if (pixels instanceof Value.Located located) {
            return located;
        } else if (pixels instanceof Value.Bytes bytes) {
            return new Value.Located(BulkSource.of(bytes.array()), 0, bytes.length(), 1);
        }
        throw noSuchFrame("pixel data hold no bytes");
    }

    /** Bits of an uncompressed frame. YBR_FULL_422 has two samples a pixel stored (PS3.3 C.7.6.3.1.2). */
    private long frameBits() throws DicomException {
        long rows = required(Tag.Rows);
        long columns = required(Tag.Columns);
        long allocated = required(Tag.BitsAllocated);
        long samples = dataSet.integer(Tag.SamplesPerPixel).orElse(1);
        if (samples == 3
                && dataSet.string(Tag.PhotometricInterpretation).orElse("").endsWith("_422")) {
            samples = 2;
        }
        if (samples < 1 || samples > 4 || allocated > 64) {
            throw noSuchFrame("impossible pixel size");
        }
        return rows * columns * allocated * samples;
    }

    private int required(int tag) throws DicomException {
        int value = dataSet.integer(tag).orElse(0);
        if (value < 1) {
            throw noSuchFrame("no " + Tag.hex(tag));
        }
        return value;
    }

    private Frame encapsulated(Fragments fragments, int number) throws IOException {
        int first;
        int after;
        List<Long> extended = count > 1 ? extendedOffsets() : List.of();
        if (count == 1) {
            first = 0;
            after = fragments.count();
        } else if (extended.size() == count) {
            first = FragmentStarts.at(fragments, extended.get(number - 1));
            after = number == count ? fragments.count() : FragmentStarts.at(fragments, extended.get(number));
        } else if (fragments.basicOffsetCount() == count) {
            first = FragmentStarts.at(fragments, fragments.basicOffset(number - 1));
            after = number == count ? fragments.count() : FragmentStarts.at(fragments, fragments.basicOffset(number));
        } else if (fragments.count() == count) {
            first = number - 1;
            after = number;
        } else {
            int[] begun = startsByMarker(fragments);
            if (begun.length != count) {
                throw noSuchFrame("no table tells " + count + " frames in " + fragments.count() + " fragments");
            }
            first = begun[number - 1];
            after = number == count ? fragments.count() : begun[number];
        }
        if (first < 0 || after <= first) {
            throw noSuchFrame("offset table points at no fragment");
        }
        return frame(fragments, number, first, after - first);
    }

    private int[] startsByMarker(Fragments fragments) throws IOException {
        int[] found = starts;
        if (found == null) {
            found = FragmentStarts.byMarker(fragments);
            starts = found;
        }
        return found;
    }

    private Frame frame(Fragments fragments, int number, int first, int parts) {
        long length = 0;
        for (int i = first; i < first + parts; i++) {
            length += fragments.length(i);
        }
        List<Long> exact = parts == 1 ? extendedLengths() : List.of(); // without the byte that pads to even length
        if (exact.size() == count && exact.get(number - 1) > 0 && exact.get(number - 1) <= length) {
            long unpadded = exact.get(number - 1);
            return new Frame(number, unpadded, () -> new BoundedStream(fragments.open(first, parts), unpadded));
        }
        return new Frame(number, length, () -> fragments.open(first, parts));
    }

    private List<Long> extendedOffsets() throws IOException {
        return table(Tag.ExtendedOffsetTable);
    }

    private List<Long> extendedLengths() {
        try {
            return table(Tag.ExtendedOffsetTableLengths);
        } catch (IOException e) {
            return List.of(); // lengths only spare a padding byte
        }
    }

    private List<Long> table(int tag) throws IOException {
        Optional<Element> element = dataSet.find(tag);
        if (element.isEmpty()) {
            return List.of();
        }
        try (InputStream in = element.get().value().stream()) {
            byte[] bytes = in.readNBytes(count * 8 + 1);
            return bytes.length == count * 8
                    ? Numbers.texts(Vr.UV, bytes).stream()
                            .map(Long::parseUnsignedLong)
                            .toList()
                    : List.of();
        }
    }
}
