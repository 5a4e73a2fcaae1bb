package health.webqx.imaging.store.index;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Turns a resource into its index entries. Any thread may use one instance; keep it, it compiles each type once. */
public final class IndexExtractor {

    /**
     * An extractor for the given definitions.
     *
     * @param ownBase whether a service base URL, without a slash at its end, is this server's: references below it are
     *     indexed like relative ones
     */
    public IndexExtractor(FhirContext context, SearchParameters parameters, Predicate<String> ownBase) {}

    /**
     * The entries of a resource. What is not valid FHIR gives no entry and is no failure: telling is the validator's
     * duty.
     *
     * @param resourceType a type {@link SearchParameters#knows} of
     * @param resource with its {@code id}, which a Patient's own compartment is named by
     */
    public IndexEntries extract(String resourceType, ObjectNode resource) {
        return new IndexEntries(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), new TreeSet<>());
    }
}
