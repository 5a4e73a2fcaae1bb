package health.webqx.imaging.dicom.sr;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A structured report.
 *
 * @param dataSet the attributes of the document
 * @param root the document's content
 */
public record StructuredReport(DataSet dataSet, ContentItem root) {
    private static final int MOST_ITEMS = 100_000;

    /**
     * Of its attributes.
     *
     * @throws DicomException if there is no content, or more than any real report has
     */
    public static StructuredReport of(DataSet dataSet) throws DicomException {
        if (dataSet.string(Tag.ValueType).isEmpty()) {
            throw new DicomException(
                    DicomException.Reason.NO_SUCH_VALUE, -1, "no content: Value Type (0040,A040) is missing");
        }
        return new StructuredReport(dataSet, new Reading().item(dataSet, "1"));
    }

    /** The title; a word for any report where it has none. */
    public String title() {
        return root.name().map(Code::text).filter(text -> !text.isBlank()).orElse("Structured report");
    }

    /** Whether the document says that it is complete (0040,A491). */
    public boolean isComplete() {
        return dataSet.string(Tag.CompletionFlag).filter("COMPLETE"::equals).isPresent();
    }

    /** Whether somebody has verified it (0040,A493). */
    public boolean isVerified() {
        return dataSet.string(Tag.VerificationFlag).filter("VERIFIED"::equals).isPresent();
    }

    /** All items, each before what is below it. */
    public Stream<ContentItem> items() {
        List<ContentItem> all = new ArrayList<>();
        collect(root, all);
        return all.stream();
    }

    private static void collect(ContentItem item, List<ContentItem> into) {
        into.add(item);
        item.children().forEach(child -> collect(child, into));
    }

    /** One pass over the tree; the reader of files has bounded its depth. */
    private static final class Reading {
        private int count;

        ContentItem item(DataSet item, String position) throws DicomException {
            if (++count > MOST_ITEMS) {
                throw new DicomException(DicomException.Reason.TOO_LARGE, -1, "more content items than a report has");
            }
            String type = item.string(Tag.ValueType).orElse("");
            List<ContentItem> children = new ArrayList<>();
            List<DataSet> below = item.items(Tag.ContentSequence);
            for (int i = 0; i < below.size(); i++) {
                children.add(item(below.get(i), position + "." + (i + 1)));
            }
            return new ContentItem(
                    position,
                    item.string(Tag.RelationshipType).orElse(""),
                    type,
                    Code.first(item, Tag.ConceptNameCodeSequence),
                    value(item, type),
                    children);
        }

        private static Optional<ContentValue> value(DataSet item, String type) {
            List<Integer> referenced = item.integers(Tag.ReferencedContentItemIdentifier);
            if (!type.isEmpty() || referenced.isEmpty()) {
                return ContentValue.of(item, type);
            }
            List<String> steps = referenced.stream().map(String::valueOf).toList();
            return Optional.of(new ContentValue.Text("see " + String.join(".", steps)));
        }
    }
}
