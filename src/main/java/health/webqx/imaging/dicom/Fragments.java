package health.webqx.imaging.dicom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Encapsulated pixel data (PS3.5 A.4), its fragments located in their source. The basic offset table, the first item of
 * the encapsulation, is no fragment and held apart.
 */
public final class Fragments implements Value {
    private final BulkSource source;
    private final long[] offsets;
    private final long[] lengths;
    private final long[] basicOffsets;

    /** Arrays are kept, not copied. */
    Fragments(BulkSource source, long[] offsets, long[] lengths, long[] basicOffsets) {
        this.source = source;
        this.offsets = offsets;
        this.lengths = lengths;
        this.basicOffsets = basicOffsets;
    }

    /** Fragments in memory, with an empty basic offset table. The arrays must not be changed afterwards. */
    static Fragments of(List<byte[]> contents) {
        return of(contents, new long[0]);
    }

    static Fragments of(List<byte[]> contents, long[] basicOffsets) {
        long[] offsets = new long[contents.size()];
        long[] lengths = new long[contents.size()];
        long total = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = total;
            lengths[i] = contents.get(i).length;
            total += lengths[i];
        }
        List<byte[]> kept = List.copyOf(contents);
        BulkSource source = offset -> {
            InputStream all = new ChainedStream(kept.size(), part -> new ByteArrayInputStream(kept.get(part)));
            all.skipNBytes(offset);
            return all;
        };
        return new Fragments(source, offsets, lengths, basicOffsets);
    }

    public int count() {
        return offsets.length;
    }

    /** Where the fragment's first byte lies in its source. */
    public long offset(int fragment) {
        return offsets[fragment];
    }

    public long length(int fragment) {
        return lengths[fragment];
    }

    /** Of all fragments together, without their item headers. */
    public long totalLength() {
        long total = 0;
        for (long length : lengths) {
            total += length;
        }
        return total;
    }

    /** Entries of the basic offset table; 0 where it is empty. */
    public int basicOffsetCount() {
        return basicOffsets.length;
    }

    /** Of frame {@code index}, counted from the first byte after the basic offset table, item headers included. */
    public long basicOffset(int index) {
        return basicOffsets[index];
    }

    /** The bytes of {@code count} fragments from {@code first} on, one after the other without their headers. */
    public InputStream open(int first, int count) throws IOException {
        return count == 1 ? openOne(first) : new ChainedStream(count, part -> openOne(first + part));
    }

    private InputStream openOne(int fragment) throws IOException {
        return new BoundedStream(source.open(offsets[fragment]), lengths[fragment]);
    }
}
