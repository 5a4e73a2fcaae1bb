package health.webqx.imaging.access;

import java.util.List;

/**
 * What work for several requests is about to give away, for the record.
 *
 * @param answer the answer to all
 * @param each what is disclosed by each request, in their order
 */
public record Disclosures<T>(T answer, List<Disclosure<?>> each) {
    public Disclosures {
        each = List.copyOf(each);
    }

    Disclosure<?> of(int request) {
        return each.get(request);
    }
}
