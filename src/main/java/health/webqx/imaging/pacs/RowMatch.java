package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.Vr;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Attribute matching (PS3.4 C.2.2.2) done here and not by the archive: the last word on what a query finds. A row that
 * does not carry the attribute matches only the universal key.
 */
public final class RowMatch implements Predicate<DataSet> {
    private final PacsQuery query;

    /** Matches rows against this query, its study and series included. */
    public RowMatch(PacsQuery query) {
        this.query = query;
    }

    @Override
    public boolean test(DataSet row) {
        return row.uid(query.level().uidTag()).isPresent()
                && isWithin(row, Tag.StudyInstanceUID, query.study())
                && isWithin(row, Tag.SeriesInstanceUID, query.series())
                && query.matches().entrySet().stream().allMatch(key -> matches(row, key.getKey(), key.getValue()));
    }

    /** Rows in the order of their UIDs, which no archive's own order disturbs. */
    public static Comparator<DataSet> byUid() {
        return Comparator.comparing((DataSet row) -> text(row, Tag.StudyInstanceUID))
                .thenComparing(row -> text(row, Tag.SeriesInstanceUID))
                .thenComparing(row -> text(row, Tag.SOPInstanceUID));
    }

    /** True for a key that every row satisfies: none, empty or only {@code *} (PS3.4 C.2.2.2.3). */
    public static boolean isUniversal(List<String> values) {
        return values.stream().allMatch(value -> value.chars().allMatch(c -> c == '*'));
    }

    private static boolean isWithin(DataSet row, int tag, Optional<Uid> uid) {
        return uid.isEmpty() || row.uid(tag).equals(uid);
    }

    /** Whether an attribute has one of the values, as {@link PacsQuery#matches} means them. */
    public static boolean matches(DataSet row, int tag, List<String> values) {
        return isUniversal(values)
                || row.find(tag).stream()
                        .anyMatch(element -> matches(element.vr(), row.strings(element.tag()), values));
    }

    private static boolean matches(Vr vr, List<String> held, List<String> wanted) {
        return held.stream().filter(value -> !value.isEmpty()).anyMatch(value -> wanted.stream()
                .anyMatch(key -> ValueMatch.test(vr, value, key)));
    }

    private static String text(DataSet row, int tag) {
        return row.string(tag).orElse("");
    }
}
