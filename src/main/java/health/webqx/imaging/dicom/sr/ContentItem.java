package health.webqx.imaging.dicom.sr;

import java.util.List;
import java.util.Optional;

/**
 * One content item with what is below it (PS3.3 C.17.3).
 *
 * @param position in the tree, as {@code 1.2.3} with the document being 1: what PS3.3 calls Referenced Content Item
 *     Identifier
 * @param relationship to the item above, as {@code CONTAINS}; empty for the document itself
 * @param type of value, as {@code NUM}; empty for a mere reference to another item
 * @param name of the concept
 * @param value what is said; absent for containers
 * @param children in their order
 */
public record ContentItem(
        String position,
        String relationship,
        String type,
        Optional<Code> name,
        Optional<ContentValue> value,
        List<ContentItem> children) {
    public ContentItem {
        children = List.copyOf(children);
    }

    /** Whether it is about that concept. */
    public boolean isNamed(String scheme, String code) {
        return name.filter(each -> each.is(scheme, code)).isPresent();
    }

    /** Those below that stand in that relationship to it. */
    public List<ContentItem> related(String how) {
        return children.stream()
                .filter(child -> child.relationship().equals(how))
                .toList();
    }

    /** The first below about that concept. */
    public Optional<ContentItem> child(String scheme, String code) {
        return children.stream().filter(child -> child.isNamed(scheme, code)).findFirst();
    }
}
