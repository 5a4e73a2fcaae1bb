package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.store.index.IndexEntries;
import health.webqx.imaging.store.index.IndexExtractor;
import health.webqx.imaging.store.index.PatientCompartment;
import health.webqx.imaging.store.index.SearchParameter;
import health.webqx.imaging.store.index.SearchParameters;
import health.webqx.imaging.store.index.UcumUnit;
import health.webqx.imaging.store.search.ChainParser;
import health.webqx.imaging.store.search.CriterionParser;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The search parameters this server has, and what follows from them. Thread-safe, never blocks. */
@ApplicationScoped
public class SearchDefinitions {
    /** Written from the start on, and by work that no worker does: a client's resource is checked by one first. */
    private static final List<String> WRITTEN_BY_THE_SERVER =
            List.of("AuditEvent", "ImagingStudy", "Endpoint", "Patient", "Consent");

    private final SearchParameters parameters;
    private final IndexExtractor extractor;
    private final CriterionParser criteria;
    private final ChainParser chains;

    SearchDefinitions(@ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        String ownBase = baseUrl.orElse("") + "/fhir";
        parameters = SearchParameters.r4(R4.context());
        extractor = new IndexExtractor(R4.context(), parameters, ownBase::equals);
        criteria = new CriterionParser(parameters, ownBase, extractor::isSingleDate);
        chains = new ChainParser(parameters, criteria);
    }

    /**
     * Reads what takes long before the first request comes, for that one must not wait on an event loop; while the database
     * starts.
     */
    void prepare(@Observes @Priority(90) StartupEvent event) {
        UcumUnit.prepare();
        WRITTEN_BY_THE_SERVER.forEach(extractor::prepare);
    }

    /** The standard's search parameters. */
    public SearchParameters parameters() {
        return parameters;
    }

    /** Reads criteria from parameters, chains and {@code _has} included. */
    public ChainParser chains() {
        return chains;
    }

    /** Reads criteria that are about a resource itself, from parameters without chains. */
    public CriterionParser criteria() {
        return criteria;
    }

    /** The types a reference parameter may point at; empty when the type has no such parameter. */
    public Set<String> targets(String type, String code) {
        return parameters.find(type, code).map(SearchParameter::targets).orElse(Set.of());
    }

    /** Whether it is known that a resource of the type has one value at most of a parameter that has dates. */
    boolean hasSingleDate(String type, String code) {
        return parameters.find(type, code).filter(extractor::isSingleDate).isPresent();
    }

    /** The codes of a type's reference parameters that put a resource into a patient's compartment. */
    public Set<String> compartmentParameters(String type) {
        return PatientCompartment.parametersOf(type);
    }

    IndexEntries entries(String type, ObjectNode resource) {
        return extractor.extract(type, resource);
    }

    /** Without those that the resource shares with others. */
    IndexEntries ownEntries(String type, ObjectNode resource) {
        return extractor.extractOwn(type, resource);
    }

    /** Only those that the resource shares with others. */
    IndexEntries sharedEntries(String type, ObjectNode resource) {
        return extractor.extractShared(type, resource);
    }
}
