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
    private final Map<Part, Walk> walks = new ConcurrentHashMap<>();
    /** Parameters of which a resource has one entry at most, of the types that were met. */
    private final Set<SearchParameter> single = ConcurrentHashMap.newKeySet();

    /** The parameters of a type that are walked together. */
    private record Part(String resourceType, Which which) {}

    /** Of the parameters of a type, all, or those that {@link SharedParameters} tells apart. */
    private enum Which {
        ALL,
        OWN,
        SHARED;

        boolean has(SearchParameter parameter) {
            return this == ALL
                    || SharedParameters.contain(parameter.resourceType(), parameter.code()) == (this == SHARED);
        }
    }

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
     * duty. Composite parameters have none of their own ({@link Composite}), those without an expression ({@code _text},
     * {@code _content}, {@code _query}) none at all, nor does anything inside contained resources.
     *
     * @param resourceType a type {@link SearchParameters#knows} of
     * @param resource with its {@code id}, which a Patient's own compartment is named by; numbers read as exact decimals
     */
    public IndexEntries extract(String resourceType, ObjectNode resource) {
        return extract(new Part(resourceType, Which.ALL), resource);
    }

    /** As {@link #extract}, without the entries that the resource shares with others. */
    public IndexEntries extractOwn(String resourceType, ObjectNode resource) {
        return extract(new Part(resourceType, Which.OWN), resource);
    }

    /** As {@link #extract}, only the entries that the resource shares with others. */
    public IndexEntries extractShared(String resourceType, ObjectNode resource) {
        return extract(new Part(resourceType, Which.SHARED), resource);
    }

    /** Compiles what resources of a type are found by, which takes long for the first types. */
    public void prepare(String resourceType) {
        List<Which> parts =
                SharedParameters.exist(resourceType) ? List.of(Which.OWN, Which.SHARED) : List.of(Which.ALL);
        parts.forEach(which -> walks.computeIfAbsent(new Part(resourceType, which), this::compileAll));
    }

    /**
     * Whether it is known that a resource of the type has one entry of a date parameter at most; that is not known before the
     * first resource of the type was met, or was prepared for. Computes nothing.
     */
    public boolean isSingleDate(SearchParameter parameter) {
        return single.contains(parameter);
    }

    private IndexEntries extract(Part part, ObjectNode resource) {
        Walk walk = walks.get(part);
        if (walk == null) {
            walk = walks.computeIfAbsent(part, this::compileAll);
        }
        Collector collector = new Collector(resource);
        walk.from(resource, collector);
        return collector.entries(part.resourceType());
    }

    private Walk compileAll(Part part) {
        if (!parameters.knows(part.resourceType())) {
            throw new IllegalArgumentException("R4 has no resource type " + part.resourceType());
        }
        List<Walk> all = parameters.of(part.resourceType()).stream()
                .filter(part.which()::has)
                .filter(parameter -> !parameter.expression().isEmpty() && !COLUMNS.contains(parameter.code()))
                .map(this::compiled)
                .toList();
        return Walk.each(all);
    }

    private Walk compiled(SearchParameter parameter) {
        Walk walk = compile(parameter);
        if (parameter.type() == SearchParameterType.DATE && walk.isSingle()) {
            single.add(parameter);
        }
        return walk;
    }

    /** The walk of one parameter; {@link Walk#NOWHERE} if nothing it selects can be indexed. */
    Walk compile(SearchParameter parameter) {
        Set<String> toldApart = Composite.elementsToldApart(parameter, parameters);
        return new ExpressionCompiler(context, parameter.resourceType(), references, toldApart)
                .compile(ExpressionParser.parse(parameter.expression()), type -> leaves.of(parameter, type));
    }
}
