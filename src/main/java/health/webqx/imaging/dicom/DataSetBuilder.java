package health.webqx.imaging.dicom;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a {@link DataSet}, in any order of tags. Text is encoded when it is built, in the character set put at (0008,0005);
 * if none is put and a text needs one, ISO_IR 192 (UTF-8) is declared. Not for several threads.
 */
public final class DataSetBuilder {
    private final TreeMap<Integer, Object> entries = new TreeMap<>(Integer::compareUnsigned);
    private SpecificCharacterSet inherited = SpecificCharacterSet.DEFAULT;

    /** Text to be encoded when the character set is known. */
    private record Text(Vr vr, List<String> values) {
        boolean needsCharacterSet() {
            return vr.kind() == Vr.Kind.TEXT
                    && values.stream().anyMatch(value -> value.chars().anyMatch(c -> c > 127));
        }
    }

    /** An element of the data set to start with, its text in that one's character set. */
    private record Kept(Element element, SpecificCharacterSet characterSet) {
        Element in(SpecificCharacterSet other) {
            boolean same = characterSet.equals(other)
                    || element.vr().kind() != Vr.Kind.TEXT
                    || !(element.value() instanceof Value.Bytes bytes)
                    || SpecificCharacterSet.isAscii(bytes.array());
            return same ? element : reencoded((Value.Bytes) element.value(), other);
        }

        private Element reencoded(Value.Bytes bytes, SpecificCharacterSet other) {
            String text = characterSet.decode(bytes.array(), element.vr()).stripTrailing();
            byte[] encoded = padded(other.encode(text, element.vr()), element.vr());
            return new Element(element.tag(), element.vr(), Value.Bytes.of(encoded));
        }
    }

    DataSetBuilder() {}

    DataSetBuilder(DataSet start) {
        for (Element element : start.array()) {
            entries.put(element.tag(), new Kept(element, start.characterSet()));
        }
        inherited = start.characterSet();
    }

    /** As it is, in place of one of the same tag. */
    public DataSetBuilder put(Element element) {
        entries.put(element.tag(), element);
        return this;
    }

    /**
     * Values as text: characters, decimal numbers, or eight digits for AT. No value makes an empty element.
     *
     * @throws IllegalArgumentException for numbers that the VR cannot hold, and VRs without text (SQ, OB, …)
     */
    public DataSetBuilder put(int tag, Vr vr, String... values) {
        if (vr.isCharacters()) {
            entries.put(tag, new Text(vr, List.of(values)));
            return this;
        }
        if (vr.kind() == Vr.Kind.SEQUENCE) {
            return putItems(tag, List.of());
        }
        return putBytes(tag, vr, values.length == 0 ? new byte[0] : Numbers.encode(vr, List.of(values)));
    }

    /** As {@link #put(int, Vr, String...)} with the VR of the dictionary. */
    public DataSetBuilder put(int tag, String... values) {
        return put(tag, vrOf(tag), values);
    }

    /** A UID. */
    public DataSetBuilder put(int tag, Uid uid) {
        return put(tag, Vr.UI, uid.value());
    }

    /** Whole numbers in the dictionary's VR, binary or written; SS instead of US where one is negative. */
    public DataSetBuilder putInts(int tag, int... values) {
        String[] texts = Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new);
        Vr vr = vrOf(tag);
        if (vr == Vr.US && Arrays.stream(values).anyMatch(value -> value < 0)) {
            vr = Vr.SS;
        }
        if (vr == Vr.AT) {
            texts = Arrays.stream(values).mapToObj(Tag::hex).toArray(String[]::new);
        }
        return put(tag, vr, texts);
    }

    /** Numbers in the dictionary's VR: FL, FD, or DS with at most 16 characters each (PS3.5 6.2). */
    public DataSetBuilder putDoubles(int tag, double... values) {
        Vr vr = vrOf(tag);
        return put(
                tag,
                vr,
                Arrays.stream(values)
                        .mapToObj(value -> vr == Vr.DS ? decimalString(value) : Double.toString(value))
                        .toArray(String[]::new));
    }

    /** Bytes, little endian; kept, not copied. */
    public DataSetBuilder putBytes(int tag, Vr vr, byte[] bytes) {
        return put(new Element(tag, vr, Value.Bytes.of(bytes)));
    }

    /** A sequence. An item whose text is in another character set than this data set will have declares its own. */
    public DataSetBuilder putItems(int tag, List<DataSet> items) {
        return put(new Element(tag, Vr.SQ, new Value.Items(List.copyOf(items))));
    }

    public DataSetBuilder putItems(int tag, DataSet... items) {
        return putItems(tag, List.of(items));
    }

    /** Encapsulated pixel data in memory, VR OB, with an empty basic offset table; arrays kept, not copied. */
    public DataSetBuilder putFragments(int tag, List<byte[]> fragments) {
        return put(new Element(tag, Vr.OB, Fragments.of(fragments)));
    }

    /**
     * A bulk value that is read when it is written or asked for.
     *
     * @param length in bytes, all of which {@code source} supplies from offset 0, little endian
     */
    public DataSetBuilder putBulk(int tag, Vr vr, long length, BulkSource source) {
        return put(new Element(tag, vr, new Value.Located(source, 0, length, 1)));
    }

    public DataSetBuilder remove(int tag) {
        entries.remove(tag);
        return this;
    }

    /** The repertoire where (0008,0005) is not put, as for an item of a data set that declares one. */
    DataSetBuilder inherit(SpecificCharacterSet enclosing) {
        inherited = enclosing;
        return this;
    }

    /**
     * The data set; the builder may go on.
     *
     * @throws IllegalArgumentException for text that the declared character set cannot express
     */
    public DataSet build() {
        SpecificCharacterSet characterSet = characterSet();
        Element[] elements = new Element[entries.size()];
        int count = 0;
        for (Map.Entry<Integer, Object> entry : entries.entrySet()) {
            elements[count++] = element(entry.getKey(), entry.getValue(), characterSet);
        }
        return new DataSet(elements, characterSet);
    }

    private SpecificCharacterSet characterSet() {
        Object declared = entries.get(Tag.SpecificCharacterSet);
        if (declared instanceof Text text) {
            return SpecificCharacterSet.of(text.values());
        } else if (declared instanceof Element || declared instanceof Kept) {
            Element element = declared instanceof Kept kept ? kept.element() : (Element) declared;
            return SpecificCharacterSet.of(Texts.of(element, SpecificCharacterSet.DEFAULT));
        } else if (inherited.equals(SpecificCharacterSet.DEFAULT) && needsCharacterSet()) {
            put(Tag.SpecificCharacterSet, Vr.CS, "ISO_IR 192");
            return SpecificCharacterSet.UTF_8;
        }
        return inherited;
    }

    private boolean needsCharacterSet() {
        return entries.values().stream().anyMatch(entry -> entry instanceof Text text && text.needsCharacterSet());
    }

    private static Element element(int tag, Object entry, SpecificCharacterSet characterSet) {
        if (entry instanceof Text text) {
            byte[] bytes = characterSet.encode(String.join("\\", text.values()), text.vr());
            return new Element(tag, text.vr(), Value.Bytes.of(padded(bytes, text.vr())));
        }
        Element element = entry instanceof Kept kept ? kept.in(characterSet) : (Element) entry;
        if (element.value() instanceof Value.Items items
                && items.items().stream().anyMatch(item -> differs(item, characterSet))) {
            return new Element(
                    tag,
                    element.vr(),
                    new Value.Items(items.items().stream()
                            .map(item -> differs(item, characterSet) ? declaring(item) : item)
                            .toList()));
        }
        return element;
    }

    private static boolean differs(DataSet item, SpecificCharacterSet enclosing) {
        return !item.contains(Tag.SpecificCharacterSet)
                && !item.characterSet().equals(SpecificCharacterSet.DEFAULT)
                && !item.characterSet().equals(enclosing)
                && Texts.hasExtended(item);
    }

    private static DataSet declaring(DataSet item) {
        return item.toBuilder()
                .put(
                        Tag.SpecificCharacterSet,
                        Vr.CS,
                        item.characterSet().terms().toArray(String[]::new))
                .build();
    }

    private static byte[] padded(byte[] bytes, Vr vr) {
        if (bytes.length % 2 == 0) {
            return bytes;
        }
        byte[] padded = Arrays.copyOf(bytes, bytes.length + 1);
        padded[bytes.length] = vr.padding();
        return padded;
    }

    private static Vr vrOf(int tag) {
        Vr vr = Dictionary.find(tag)
                .filter(entry -> entry.vrs().contains(Vr.US))
                .map(entry -> Vr.US)
                .orElseGet(() -> Dictionary.vrOf(tag));
        if (vr == Vr.UN) {
            throw new IllegalArgumentException("The dictionary has no VR for " + Tag.hex(tag));
        }
        return vr;
    }

    /** The shortest decimal that reads back as the same number, or the nearest of 16 characters (PS3.5 6.2, DS). */
    private static String decimalString(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("DS holds finite numbers only");
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        String text = Double.toString(value);
        for (int digits = 15; text.length() > 16; digits--) {
            text = new java.math.BigDecimal(value)
                    .round(new java.math.MathContext(digits))
                    .stripTrailingZeros()
                    .toString();
        }
        return text;
    }
}
