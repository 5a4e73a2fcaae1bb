package health.webqx.imaging.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.index.SearchParameter;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The CapabilityStatement (R4 2.9), made from what is really there: every stored type with the parameters it is found by. */
final class CapabilityDocument {
    private static final List<String> INTERACTIONS = List.of(
            "read", "vread", "create", "update", "patch", "delete", "search-type", "history-instance", "history-type");

    private CapabilityDocument() {}

    static Buffer of(SearchDefinitions definitions, String base, String date) {
        ObjectNode statement = ResourceJson.object();
        statement.put("resourceType", "CapabilityStatement");
        statement.put("status", "active");
        statement.put("date", date);
        statement.put("kind", "instance");
        statement.putObject("software").put("name", "WebQX Imaging");
        statement
                .putObject("implementation")
                .put("description", "WebQX Imaging")
                .put("url", base);
        statement.put("fhirVersion", "4.0.1");
        statement.putArray("format").add("application/fhir+json").add("application/fhir+xml");
        statement.putArray("patchFormat").add("application/json-patch+json");
        ObjectNode rest = statement.putArray("rest").addObject();
        rest.put("mode", "server");
        ArrayNode service = rest.putObject("security").put("cors", true).putArray("service");
        service.addObject()
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/restful-security-service")
                .put("code", "SMART-on-FHIR");
        ArrayNode whole = rest.putArray("interaction");
        List.of("transaction", "batch", "history-system")
                .forEach(code -> whole.addObject().put("code", code));
        ArrayNode resources = rest.putArray("resource");
        new TreeSet<>(definitions.parameters().resourceTypes())
                .forEach(type -> resource(resources.addObject(), type, definitions));
        return ResourceJson.write(statement);
    }

    private static void resource(ObjectNode resource, String type, SearchDefinitions definitions) {
        resource.put("type", type);
        ArrayNode interactions = resource.putArray("interaction");
        INTERACTIONS.forEach(code -> interactions.addObject().put("code", code));
        resource.put("versioning", "versioned");
        resource.put("readHistory", true);
        resource.put("updateCreate", true);
        resource.put("conditionalCreate", true);
        resource.put("conditionalRead", "full-support");
        resource.put("conditionalUpdate", true);
        resource.put("conditionalDelete", "single");
        ArrayNode includes = resource.putArray("searchInclude");
        ArrayNode parameters = resource.putArray("searchParam");
        for (SearchParameter parameter : definitions.parameters().of(type)) {
            if (definitions.criteria().knows(type, parameter.code())) {
                String kind = parameter.type().name().toLowerCase(Locale.ROOT);
                parameters.addObject().put("name", parameter.code()).put("type", kind);
                if (!parameter.targets().isEmpty()) {
                    includes.add(type + ":" + parameter.code());
                }
            }
        }
        if (type.equals("Patient")) {
            resource.putArray("operation")
                    .addObject()
                    .put("name", "everything")
                    .put("definition", "http://hl7.org/fhir/OperationDefinition/Patient-everything");
        }
        if (includes.isEmpty()) {
            resource.remove("searchInclude");
        }
    }
}
