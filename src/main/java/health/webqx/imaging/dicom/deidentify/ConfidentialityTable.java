package health.webqx.imaging.dicom.deidentify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resource {@code confidentiality.tsv}, read at first use. */
final class ConfidentialityTable {
    /**
     * One attribute.
     *
     * @param basic action of the basic profile, as {@code X/Z/D}
     * @param options action letters of options that say otherwise
     */
    record Row(String basic, Map<ProfileOption, Character> options) {}

    private record Masked(int tag, int mask, Row row) {}

    private static final class Loaded {
        static final ConfidentialityTable TABLE = new ConfidentialityTable();
    }

    private final Map<Integer, Row> rows = new HashMap<>();
    private final List<Masked> repeating = new ArrayList<>();

    private ConfidentialityTable() {
        for (String line : lines("confidentiality.tsv")) {
            String[] fields = line.split("\t", -1);
            Row row = new Row(fields[1], options(fields[2]));
            int tag = Integer.parseUnsignedInt(fields[0].replace('x', '0'), 16);
            if (fields[0].contains("x")) {
                String mask = fields[0].replaceAll("[0-9A-F]", "F").replace('x', '0');
                repeating.add(new Masked(tag, Integer.parseUnsignedInt(mask, 16), row));
            } else {
                rows.put(tag, row);
            }
        }
    }

    /** Empty for attributes that the table does not name. */
    static Optional<Row> find(int tag) {
        Row row = Loaded.TABLE.rows.get(tag);
        return row != null
                ? Optional.of(row)
                : Loaded.TABLE.repeating.stream()
                        .filter(each -> (tag & each.mask) == each.tag)
                        .map(Masked::row)
                        .findFirst();
    }

    private static Map<ProfileOption, Character> options(String text) {
        Map<ProfileOption, Character> options = new EnumMap<>(ProfileOption.class);
        for (String each : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int colon = each.indexOf(':');
            ProfileOption option =
                    ProfileOption.ofColumn(each.substring(0, colon)).orElseThrow(IllegalStateException::new);
            options.put(option, each.charAt(colon + 1));
        }
        return options;
    }

    /** Lines of a resource of this package, comments left out. */
    static List<String> lines(String name) {
        try (InputStream in = ConfidentialityTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
