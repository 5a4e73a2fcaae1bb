package health.webqx.imaging.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Attributes in the order of their tags (PS3.5 7.1). Immutable and safe for any thread; arrays handed in are kept and
 * must not be changed. Values that cannot be read as what is asked for count as absent: devices write such.
 */
public final class DataSet {
    private static final DataSet EMPTY = new DataSet(new Element[0], SpecificCharacterSet.DEFAULT);

    private final Element[] elements;
    private final SpecificCharacterSet characterSet;

    /** @param elements ascending by unsigned tag, no tag twice; kept */
    DataSet(Element[] elements, SpecificCharacterSet characterSet) {
        this.elements = elements;
        this.characterSet = characterSet;
    }

    public static DataSet empty() {
        return EMPTY;
    }

    public static DataSetBuilder builder() {
        return new DataSetBuilder();
    }

    /** Starts with everything this one holds. */
    public DataSetBuilder toBuilder() {
        return new DataSetBuilder(this);
    }

    /** Ascending by unsigned tag. */
    public List<Element> elements() {
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    public boolean isEmpty() {
        return elements.length == 0;
    }

    /** The repertoire of its text: its own (0008,0005), else that of the data set it is an item of. */
    public SpecificCharacterSet characterSet() {
        return characterSet;
    }

    public boolean contains(int tag) {
        return index(tag) >= 0;
    }

    public Optional<Element> find(int tag) {
        int index = index(tag);
        return index < 0 ? Optional.empty() : Optional.of(elements[index]);
    }

    /** An element of an item: tag, item index from 0, tag, and so on, ending in a tag. */
    public Optional<Element> find(List<Integer> path) {
        DataSet at = this;
        for (int i = 0; i + 2 < path.size(); i += 2) {
            List<DataSet> items = at.items(path.get(i));
            int item = path.get(i + 1);
            if (item < 0 || item >= items.size()) {
                return Optional.empty();
            }
            at = items.get(item);
        }
        return path.size() % 2 == 1 ? at.find(path.get(path.size() - 1)) : Optional.empty();
    }

    /** The first value as text without padding; empty if absent, of no characters, or not readable as text. */
    public Optional<String> string(int tag) {
        List<String> values = strings(tag);
        return values.isEmpty() || values.get(0).isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Every value as text without padding, empty ones included; numbers in decimal, tags as eight digits. */
    public List<String> strings(int tag) {
        return find(tag).map(element -> Texts.of(element, characterSet)).orElse(List.of());
    }

    /** The first value; also a DS or IS that is a whole number. */
    public OptionalInt integer(int tag) {
        List<Integer> values = integers(tag);
        return values.isEmpty() ? OptionalInt.empty() : OptionalInt.of(values.get(0));
    }

    /** None if any of the values is no whole number of 32 bits. UL above 2^31-1 count as such: see {@link #longs}. */
    public List<Integer> integers(int tag) {
        List<Long> values = longs(tag);
        for (long value : values) {
            if (value != (int) value) {
                return List.of();
            }
        }
        return values.stream().map(Long::intValue).toList();
    }

    /** None if any of the values is no whole number of 64 bits; of AT the unsigned tags. */
    public List<Long> longs(int tag) {
        return find(tag).map(element -> Numbers.longs(element, characterSet)).orElse(List.of());
    }

    /** The first value, written or binary; empty also for NaN and infinities. */
    public OptionalDouble decimal(int tag) {
        List<Double> values = decimals(tag);
        return values.isEmpty() || !Double.isFinite(values.get(0))
                ? OptionalDouble.empty()
                : OptionalDouble.of(values.get(0));
    }

    /** None if any of the values is no number. */
    public List<Double> decimals(int tag) {
        return find(tag).map(element -> Numbers.decimals(element, characterSet)).orElse(List.of());
    }

    /** Items of a sequence; none if absent or no sequence. */
    public List<DataSet> items(int tag) {
        int index = index(tag);
        return index >= 0 && elements[index].value() instanceof Value.Items items ? items.items() : List.of();
    }

    /** The UID held, empty if absent or no UID. */
    public Optional<Uid> uid(int tag) {
        return string(tag).flatMap(Uid::find);
    }

    /** All but those tags, at the top level. */
    public DataSet without(int... tags) {
        List<Element> kept = new ArrayList<>(elements.length);
        for (Element element : elements) {
            if (Arrays.stream(tags).noneMatch(tag -> tag == element.tag())) {
                kept.add(element);
            }
        }
        return new DataSet(kept.toArray(Element[]::new), characterSet);
    }

    /** With that element, in place of one of the same tag. */
    public DataSet with(Element element) {
        return toBuilder().put(element).build();
    }

    /** With that text, in the VR of the dictionary. */
    public DataSet with(int tag, String... values) {
        return toBuilder().put(tag, values).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataSet that
                && characterSet.equals(that.characterSet)
                && Arrays.equals(elements, that.elements);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements);
    }

    /** Tags and VRs only: values are a patient's. */
    @Override
    public String toString() {
        return "DataSet" + Arrays.toString(elements);
    }

    Element[] array() {
        return elements;
    }

    private int index(int tag) {
        int low = 0;
        int high = elements.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compareUnsigned(elements[middle].tag(), tag);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
