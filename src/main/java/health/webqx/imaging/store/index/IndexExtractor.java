package health.webqx.imaging.store.index;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Turns a resource into its index entries. Any thread may use one instance; keep it, since it compiles the definitions
 * of a type once, when it meets the first resource of that type.
 */
public final class IndexExtractor {
    /** Columns of the store, not index entries. */
    private static final Set<String> COLUMNS = Set.of("_id", "_lastUpdated");

    private final FhirContext context;
    private final SearchParameters parameters;
    private final ReferenceReader references;
    private final Leaves leaves;
    private final Map<String, Walk> walks = new ConcurrentHashMap<>();

    /**
     * An extractor for the given definitions.
     *
     * @param ownBase whether a service base URL, without a slash at its end, is this server's: references below it are
     *     indexed like relative ones
     */
    public IndexExtractor(FhirContext context, SearchParameters parameters, Predicate<String> ownBase) {
        this.context = context;
        this.parameters = parameters;
        this.references = new ReferenceReader(parameters.resourceTypes(), ownBase);
        this.leaves = new Leaves(references);
    }

    /**
     * The entries of a resource. What is not valid FHIR gives no entry and is no failure: telling is the validator's
     * duty. Composite parameters and those without an expression ({@code _text}, {@code _content}, {@code _query}) give
     * none, nor does anything inside contained resources.
     *
     * @param resourceType a type {@link SearchParameters#knows} of
     * @param resource with its {@code id}, which a Patient's own compartment is named by; numbers read as exact decimals
     */
    public IndexEntries extract(String resourceType, ObjectNode resource) {
        Walk walk = walks.get(resourceType);
        if (walk == null) {
            walk = walks.computeIfAbsent(resourceType, this::compileAll);
        }
        Collector collector = new Collector(resource);
        walk.from(resource, collector);
        return collector.entries(resourceType);
    }

    private Walk compileAll(String resourceType) {
        if (!parameters.knows(resourceType)) {
            throw new IllegalArgumentException("R4 has no resource type " + resourceType);
        }
        List<Walk> all = parameters.of(resourceType).stream()
                .filter(parameter -> !parameter.expression().isEmpty() && !COLUMNS.contains(parameter.code()))
                .map(this::compile)
                .toList();
        return Walk.each(all);
    }

    /** The walk of one parameter; {@link Walk#NOWHERE} if nothing it selects can be indexed. */
    Walk compile(SearchParameter parameter) {
        return new ExpressionCompiler(context, parameter.resourceType(), references)
                .compile(ExpressionParser.parse(parameter.expression()), type -> leaves.of(parameter, type));
    }
}
