package health.webqx.imaging.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.fhirpath.IFhirPathEvaluationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.junit.jupiter.api.Test;

/** Another implementation's word: HAPI's FHIRPath engine on its own definitions, over synthetic patients' records. */
class FhirPathOracleTest {
    private static final Path RECORDS = Path.of("../shared/fhir/synthea");

    private final IFhirPath engine = R4.CONTEXT.newFhirPath();
    private final Map<String, IFhirPath.IParsedExpression> parsed = new HashMap<>();
    private int compared;

    @Test
    void everyParameterOfEveryResourceSelectsWhatHapisFhirPathSelects() throws Exception {
        assumeTrue(Files.isDirectory(RECORDS), "SKIPPED: no synthetic records at " + RECORDS.toAbsolutePath());
        engine.setEvaluationContext(new ResolvesToEmpty());
        List<String> differences = new ArrayList<>();
        for (Path file : records()) {
            for (JsonNode entry : bundle(file).path("entry")) {
                compare((ObjectNode) entry.path("resource"), differences);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).as("parameters with a value").isGreaterThan(20_000);
    }

    private static List<Path> records() throws IOException {
        try (Stream<Path> files = Files.list(RECORDS)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
    }

    /** With its references as a server would have resolved them when it took the transaction. */
    private static ObjectNode bundle(Path file) throws IOException {
        String json = Files.readString(file);
        for (JsonNode entry : R4.resource(json.replace('\'', ' ')).path("entry")) {
            String type = entry.path("resource").path("resourceType").asText();
            String url = entry.path("fullUrl").asText();
            json = json.replace(url, type + "/" + url.replace("urn:uuid:", ""));
        }
        return R4.resource(json.replace('\'', ' ').replaceAll("\\?identifier=[^\"]*\"", "/resolved\""));
    }

    private void compare(ObjectNode json, List<String> differences) throws Exception {
        String type = json.path("resourceType").asText();
        IBaseResource resource = R4.CONTEXT.newJsonParser().parseResource(json.toString());
        IndexEntries entries = R4.EXTRACTOR.extract(type, json);
        for (RuntimeSearchParam definition :
                R4.CONTEXT.getResourceDefinition(type).getSearchParams()) {
            SearchParameter parameter =
                    R4.PARAMETERS.find(type, definition.getName()).orElse(null);
            boolean indexed = parameter != null
                    && definition.getPath() != null
                    && parameter.type() != SearchParameterType.COMPOSITE
                    && parameter.type() != SearchParameterType.SPECIAL
                    && !Set.of("_id", "_lastUpdated").contains(parameter.code());
            if (indexed) {
                compare(parameter, select(resource, definition.getPath()), entries, differences);
            }
        }
    }

    /** Part by part: to unite Quantities the engine would want a UCUM service. */
    private List<IBase> select(IBaseResource resource, String path) throws Exception {
        List<IBase> selected = new ArrayList<>();
        for (String part : path.split(" \\| ")) {
            IFhirPath.IParsedExpression expression = parsed.get(part);
            if (expression == null) {
                expression = engine.parse(part);
                parsed.put(part, expression);
            }
            selected.addAll(engine.evaluate(resource, expression, IBase.class));
        }
        return selected;
    }

    private void compare(
            SearchParameter parameter, List<IBase> selected, IndexEntries entries, List<String> differences) {
        Set<String> expected = new TreeSet<>();
        selected.forEach(value -> expected.addAll(SelectedValues.of(parameter.type(), value)));
        Set<String> found = SelectedValues.of(parameter, entries);
        compared += expected.isEmpty() ? 0 : 1;
        if (!found.equals(expected) && differences.size() < 20) {
            differences.add(parameter.resourceType() + "." + parameter.code() + " found " + found
                    + " but FHIRPath says " + expected);
        }
    }

    /** The engine asks for what a reference leads to; an empty resource of its type is all {@code is} needs. */
    private static final class ResolvesToEmpty implements IFhirPathEvaluationContext {
        @Override
        public IBase resolveReference(IIdType id, IBase context) {
            return R4.CONTEXT.getResourceDefinition(id.getResourceType()).newInstance();
        }
    }
}
