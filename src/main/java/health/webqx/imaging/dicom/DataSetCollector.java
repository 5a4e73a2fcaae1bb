package health.webqx.imaging.dicom;

import health.webqx.imaging.dicom.DicomException.Reason;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a {@link DataSet} of what a scan meets, leaving bulk values in their source if there is one. */
final class DataSetCollector implements ScanVisitor {
    /** Bytes that an element costs besides its value, roughly, on a 64 bit machine. */
    private static final int ELEMENT_COST = 80;

    private final @Nullable BulkSource source;
    private final ReadOptions options;
    private final Findings findings;
    private final Deque<Level> levels = new ArrayDeque<>();
    private Level level;
    private long memory;
    private LongList offsets = new LongList();
    private LongList lengths = new LongList();
    private List<byte[]> contents = new ArrayList<>();
    private long[] basicOffsets = {};
    private boolean tableSeen;
    private int fragmentsTag;
    private Vr fragmentsVr = Vr.OB;

    /** A data set being read, and the sequence in it whose items are being read. */
    private static final class Level {
        private Element[] elements = new Element[16];
        private int count;
        private SpecificCharacterSet characterSet;
        private int sequence;
        private List<DataSet> items = new ArrayList<>();

        Level(SpecificCharacterSet characterSet) {
            this.characterSet = characterSet;
        }
    }

    /** Collects; {@code source} is what positions in the input refer to, null if it cannot be read again. */
    DataSetCollector(@Nullable BulkSource source, ReadOptions options, Findings findings) {
        this.source = source;
        this.options = options;
        this.findings = findings;
        level = new Level(SpecificCharacterSet.DEFAULT);
    }

    DataSet dataSet() {
        return finished(level);
    }

    @Override
    public void value(int tag, Vr vr, long length, int swap, DicomInput in) throws IOException {
        if (source != null && isBulk(tag, vr, length)) {
            charge(ELEMENT_COST, in);
            add(new Element(tag, vr, new Value.Located(source, in.position(), length, swap)), in);
            in.skip(length);
            return;
        }
        charge(ELEMENT_COST + length, in);
        byte[] bytes = in.bytes(length);
        if (swap > 1) {
            SwappedStream.swap(bytes, 0, bytes.length, swap);
        }
        Element element = new Element(tag, vr, Value.Bytes.of(bytes));
        add(element, in);
        if (tag == Tag.SpecificCharacterSet) {
            level.characterSet = SpecificCharacterSet.of(Texts.of(element, SpecificCharacterSet.DEFAULT));
            if (!level.characterSet.isKnown()) {
                findings.add(Finding.Rule.UNKNOWN_CHARACTER_SET, tag, in.position());
            }
        }
    }

    private boolean isBulk(int tag, Vr vr, long length) {
        return vr.kind() == Vr.Kind.BULK
                && (length > options.bulkThreshold() || (tag == Tag.PixelData && levels.isEmpty() && length > 0));
    }

    @Override
    public void startSequence(int tag) {
        level.sequence = tag;
        level.items = new ArrayList<>();
    }

    @Override
    public void startItem() throws IOException {
        memory += ELEMENT_COST;
        levels.push(level);
        level = new Level(level.characterSet);
    }

    @Override
    public void endItem() {
        DataSet item = finished(level);
        level = levels.pop();
        level.items.add(item);
    }

    @Override
    public void endSequence() throws IOException {
        append(new Element(level.sequence, Vr.SQ, new Value.Items(level.items)));
        level.items = new ArrayList<>();
    }

    @Override
    public void startFragments(int tag, Vr vr) {
        offsets = new LongList();
        lengths = new LongList();
        contents = new ArrayList<>();
        basicOffsets = new long[0];
        tableSeen = false;
        fragmentsTag = tag;
        fragmentsVr = vr == Vr.OW ? Vr.OB : vr;
    }

    @Override
    public void fragment(long length, DicomInput in) throws IOException {
        if (!tableSeen) {
            tableSeen = true;
            charge(length * 2, in);
            basicOffsets = unsigned(in.bytes(length), in.isBigEndian());
            return;
        }
        charge(16 + (source == null ? length : 0), in);
        offsets.add(in.position());
        lengths.add(length);
        if (source != null) {
            in.skip(length);
        } else {
            contents.add(in.bytes(length));
        }
    }

    @Override
    public void endFragments() {
        Fragments fragments = source != null
                ? new Fragments(source, offsets.toArray(), lengths.toArray(), basicOffsets)
                : Fragments.of(contents, basicOffsets);
        append(new Element(fragmentsTag, fragmentsVr, fragments));
    }

    private void add(Element element, DicomInput in) {
        if (level.count > 0 && level.elements[level.count - 1].tag() == element.tag()) {
            findings.add(Finding.Rule.DUPLICATE_TAG, element.tag(), in.position());
        }
        append(element);
    }

    private void append(Element element) {
        if (level.count == level.elements.length) {
            level.elements = Arrays.copyOf(level.elements, level.count * 2);
        }
        level.elements[level.count++] = element;
    }

    private void charge(long bytes, DicomInput in) throws DicomException {
        memory += bytes;
        if (memory > options.maxMemory()) {
            throw new DicomException(Reason.TOO_LARGE, in.position(), "more memory than allowed");
        }
    }

    /** Sorted by tag; of the same tag the last one. */
    private static DataSet finished(Level level) {
        Element[] elements = Arrays.copyOf(level.elements, level.count);
        if (!isAscending(elements)) {
            Arrays.sort(elements, (a, b) -> Integer.compareUnsigned(a.tag(), b.tag())); // stable
            int kept = 0;
            for (int i = 0; i < elements.length; i++) {
                if (i + 1 == elements.length || elements[i + 1].tag() != elements[i].tag()) {
                    elements[kept++] = elements[i];
                }
            }
            elements = Arrays.copyOf(elements, kept);
        }
        return new DataSet(elements, level.characterSet);
    }

    private static boolean isAscending(Element[] elements) {
        for (int i = 1; i < elements.length; i++) {
            if (Integer.compareUnsigned(elements[i - 1].tag(), elements[i].tag()) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static long[] unsigned(byte[] table, boolean bigEndian) {
        if (bigEndian) {
            SwappedStream.swap(table, 0, table.length, 4);
        }
        return Numbers.texts(Vr.UL, table).stream().mapToLong(Long::parseLong).toArray();
    }
}
