package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A lookup table with its descriptor (PS3.3 C.11.1.1, C.11.2.1.1, C.7.6.3.1.5).
 */
final class LookupTable {
    private static final int MOST_BYTES = 1 << 17;

    private final int first;
    private final int bits;
    private final int[] entries;

    LookupTable(int first, int bits, int[] entries) {
        this.first = first;
        this.bits = bits;
        this.entries = entries;
    }

    /** The first item of a Modality or VOI LUT sequence; empty if there is none that can be read. */
    static Optional<LookupTable> ofSequence(DataSet dataSet, int sequence, boolean signed) throws IOException {
        List<DataSet> items = dataSet.items(sequence);
        return items.isEmpty() ? Optional.empty() : of(items.get(0), Tag.LUTDescriptor, Tag.LUTData, signed);
    }

    /** @param signed whether the first value mapped is one of a signed pixel */
    static Optional<LookupTable> of(DataSet dataSet, int descriptorTag, int dataTag, boolean signed)
            throws IOException {
        List<Integer> descriptor = dataSet.integers(descriptorTag);
        Optional<Element> data = dataSet.find(dataTag);
        if (descriptor.size() != 3 || data.isEmpty() || data.get().isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = bytes(data.get());
        int count = count(descriptor);
        int bits = Math.max(1, Math.min(descriptor.get(2) & 0xFFFF, 16));
        boolean wide = bytes.length >= 2 * count;
        int[] entries = new int[Math.min(count, wide ? bytes.length / 2 : bytes.length)];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = wide ? (bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] & 0xFF) << 8 : bytes[i] & 0xFF;
        }
        return entries.length == 0
                ? Optional.empty()
                : Optional.of(new LookupTable(first(descriptor, signed), bits, entries));
    }

    static byte[] bytes(Element element) throws IOException {
        try (InputStream in = element.value().stream()) {
            return in.readNBytes(MOST_BYTES);
        }
    }

    /** Zero stands for 65536 entries. */
    static int count(List<Integer> descriptor) {
        int count = descriptor.get(0) & 0xFFFF;
        return count == 0 ? 0x10000 : count;
    }

    static int first(List<Integer> descriptor, boolean signed) {
        return signed ? (short) (int) descriptor.get(1) : descriptor.get(1) & 0xFFFF;
    }

    /** What a value becomes; values beyond the ends become what the ends do. */
    int apply(int value) {
        long index = (long) value - first;
        return entries[(int) Math.max(0, Math.min(index, entries.length - 1))];
    }

    /** Bits of an entry. */
    int bits() {
        return bits;
    }
}
