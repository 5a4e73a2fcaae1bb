package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registry of data elements (PS3.6, commands of PS3.7), edition 2022a, from the resource {@code dictionary.tsv}. The
 * file is read at first use and kept as it is, with an index of its lines; an entry is made when first asked for.
 */
public final class Dictionary {
    /**
     * One entry.
     *
     * @param tag with zeros where any digit may stand
     * @param mask ones where a digit is fixed: all for a plain tag, {@code FF00FFFF} for {@code (60xx,3000)}
     * @param vrs as listed, more than one where the data set decides; none for delimiters
     * @param vm value multiplicity as the standard writes it, as {@code 1-n}
     * @param keyword empty where the standard gives none
     */
    public record Entry(int tag, int mask, List<Vr> vrs, String vm, String name, String keyword, boolean retired) {
        /** The VR, and of several the one that implicit encodings use: OW if listed (PS3.5 A.1), else the first. */
        public Vr vr() {
            if (vrs.isEmpty()) {
                return Vr.UN;
            }
            return vrs.contains(Vr.OW) ? Vr.OW : vrs.get(0);
        }
    }

    /** Loaded by the first use of {@link Dictionary}, not before. */
    private static final class Loaded {
        static final Dictionary DICTIONARY = new Dictionary();
    }

    private final byte[] file;
    private final int[] tags;
    private final int[] lines;
    private final @Nullable Vr[] vrs;
    /** Those asked for, at the index of their tag; that two threads make the same one does no harm. */
    private final @Nullable Entry[] made;

    private final List<Entry> repeating;
    private final Map<String, Integer> keywords = new HashMap<>(8192);

    private Dictionary() {
        file = readFile();
        List<Entry> masked = new ArrayList<>();
        int[] starts = lineStarts();
        int[] plainTags = new int[starts.length];
        int[] plainLines = new int[starts.length];
        @Nullable Vr[] plainVrs = new Vr[starts.length];
        int plain = 0;
        for (int start : starts) {
            Entry entry = entryAt(start);
            if (entry.mask == -1) {
                plainTags[plain] = entry.tag ^ Integer.MIN_VALUE;
                plainVrs[plain] = entry.vr();
                plainLines[plain++] = start;
            } else {
                masked.add(entry);
            }
            if (!entry.keyword.isEmpty()) {
                keywords.putIfAbsent(entry.keyword, entry.tag);
            }
        }
        tags = Arrays.copyOf(plainTags, plain);
        lines = Arrays.copyOf(plainLines, plain);
        vrs = Arrays.copyOf(plainVrs, plain);
        made = new Entry[plain];
        repeating = List.copyOf(masked);
    }

    /** Empty for private tags and those the edition does not know. */
    public static Optional<Entry> find(int tag) {
        return Loaded.DICTIONARY.entry(tag);
    }

    /** The tag of a keyword, as {@code PatientID}; of a repeating group its first. */
    public static OptionalInt tagOf(String keyword) {
        Integer tag = Loaded.DICTIONARY.keywords.get(keyword);
        return tag == null ? OptionalInt.empty() : OptionalInt.of(tag);
    }

    /** Every entry, plain ones in the order of their tags, then repeating ones. */
    public static Stream<Entry> entries() {
        Dictionary dictionary = Loaded.DICTIONARY;
        return Stream.concat(
                Arrays.stream(dictionary.lines).mapToObj(dictionary::entryAt), dictionary.repeating.stream());
    }

    /** The VR that an implicit encoding means: of private tags LO for creators, else UN (PS3.5 7.8.1). */
    public static Vr vrOf(int tag) {
        if (Tag.isGroupLength(tag)) {
            return Vr.UL;
        }
        if (Tag.isPrivate(tag)) {
            return Tag.isPrivateCreator(tag) ? Vr.LO : Vr.UN;
        }
        Dictionary dictionary = Loaded.DICTIONARY;
        int index = Arrays.binarySearch(dictionary.tags, tag ^ Integer.MIN_VALUE);
        Vr plain = index >= 0 ? dictionary.vrs[index] : null;
        return plain != null ? plain : dictionary.entry(tag).map(Entry::vr).orElse(Vr.UN);
    }

    private Optional<Entry> entry(int tag) {
        int index = Arrays.binarySearch(tags, tag ^ Integer.MIN_VALUE);
        if (index >= 0) {
            Entry entry = made[index];
            if (entry == null) {
                entry = entryAt(lines[index]);
                made[index] = entry;
            }
            return Optional.of(entry);
        }
        if (Tag.isPrivate(tag)) {
            return Optional.empty();
        }
        for (Entry entry : repeating) {
            if ((tag & entry.mask) == entry.tag) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private Entry entryAt(int start) {
        int end = start;
        while (file[end] != '\n') {
            end++;
        }
        String line = new String(file, start, end - start, StandardCharsets.UTF_8);
        String[] fields = line.split("\t", -1);
        int tag = Integer.parseUnsignedInt(fields[0].replace('x', '0'), 16);
        int mask =
                Integer.parseUnsignedInt(fields[0].replaceAll("[0-9A-F]", "F").replace('x', '0'), 16);
        List<Vr> vrs = fields[1].isEmpty()
                ? List.of()
                : Arrays.stream(fields[1].split("/", -1)).map(Vr::valueOf).toList();
        return new Entry(tag, mask, vrs, fields[2], fields[4], fields[3], "R".equals(fields[5]));
    }

    private int[] lineStarts() {
        int[] starts = new int[8192];
        int count = 0;
        for (int i = 0; i < file.length; i++) {
            if ((i == 0 || file[i - 1] == '\n') && file[i] != '#') {
                starts = count == starts.length ? Arrays.copyOf(starts, count * 2) : starts;
                starts[count++] = i;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    private static byte[] readFile() {
        try (InputStream in = Dictionary.class.getResourceAsStream("dictionary.tsv")) {
            if (in == null) {
                throw new IllegalStateException("dictionary.tsv is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
