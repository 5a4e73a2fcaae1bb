package health.webqx.imaging.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.fhir.patch.PatchDocument;
import health.webqx.imaging.profile.Profiles;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.index.SearchParameter;
import health.webqx.imaging.subscription.Topic;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The CapabilityStatement (R4 2.9), made from what is really there: every stored type with the parameters it is found by. */
final class CapabilityDocument {
    private static final List<String> INTERACTIONS = List.of(
            "read", "vread", "create", "update", "patch", "delete", "search-type", "history-instance", "history-type");

    private static final String BULK_DATA = "http://hl7.org/fhir/uv/bulkdata/";
    private static final String SUBSCRIPTIONS = "http://hl7.org/fhir/uv/subscriptions-backport/";
    private static final String R4_OPERATION = "http://hl7.org/fhir/OperationDefinition/";
    private static final String OURS = "https://webqx.health/fhir/OperationDefinition/";
    private static final String GUIDE = "https://webqx.health/fhir/ImplementationGuide/webqx-imaging";

    /** The names in the extension, and in the issuer's own document. */
    private static final Map<String, String> OAUTH_URIS = new TreeMap<>(Map.of(
            "authorize", "authorization_endpoint",
            "token", "token_endpoint",
            "register", "registration_endpoint",
            "manage", "management_endpoint",
            "introspect", "introspection_endpoint",
            "revoke", "revocation_endpoint"));

    private CapabilityDocument() {}

    /** @param issuer what the issuer says of itself, while it can be had */
    static Buffer of(SearchDefinitions definitions, String base, String date, Optional<ObjectNode> issuer) {
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
        ArrayNode patches = statement.putArray("patchFormat");
        patches.add(PatchDocument.JSON_PATCH).add("application/fhir+json").add("application/fhir+xml");
        statement.putArray("implementationGuide").add(GUIDE);
        ObjectNode rest = statement.putArray("rest").addObject();
        rest.putArray("extension")
                .addObject()
                .put("url", "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket")
                .put("valueUri", base.replaceFirst("^http", "ws") + "/ws");
        rest.put("mode", "server");
        security(rest.putObject("security"), issuer);
        ArrayNode whole = rest.putArray("interaction");
        List.of("transaction", "batch", "search-system", "history-system")
                .forEach(code -> whole.addObject().put("code", code));
        ArrayNode operations = rest.putArray("operation");
        operation(operations, "export", BULK_DATA + "OperationDefinition/export");
        List.of("dicom-metadata", "dicom-validate", "dicom-render", "dicom-deidentify")
                .forEach(name -> operation(operations, name, OURS + name));
        ArrayNode everywhere = rest.putArray("searchParam");
        everywhere.addObject().put("name", "_list").put("type", "special");
        everywhere.addObject().put("name", "_type").put("type", "special");
        statement
                .putArray("instantiates")
                .add(BULK_DATA + "CapabilityStatement/bulk-data")
                .add(SUBSCRIPTIONS + "CapabilityStatement/backport-subscription-server-r4");
        ArrayNode resources = rest.putArray("resource");
        new TreeSet<>(definitions.parameters().resourceTypes())
                .forEach(type -> resource(resources.addObject(), type, definitions));
        return ResourceJson.write(statement);
    }

    /** The addresses where an app gets its token stand in an extension, too (SMART 1.0, for older apps). */
    private static void security(ObjectNode security, Optional<ObjectNode> issuer) {
        issuer.ifPresent(document -> {
            ObjectNode addresses = security.putArray("extension").addObject();
            addresses.put("url", "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris");
            ArrayNode parts = addresses.putArray("extension");
            OAUTH_URIS.forEach((name, endpoint) -> {
                if (document.hasNonNull(endpoint)) {
                    String address = document.get(endpoint).asText();
                    parts.addObject().put("url", name).put("valueUri", address);
                }
            });
            if (parts.isEmpty()) {
                security.remove("extension");
            }
        });
        security.put("cors", true);
        ObjectNode service = security.putArray("service").addObject();
        service.putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/restful-security-service")
                .put("code", "SMART-on-FHIR");
        service.put("text", "OAuth2 using SMART App Launch (http://hl7.org/fhir/smart-app-launch)");
    }

    /** What can be subscribed to stands in extensions (Subscriptions R5 Backport 1.1). */
    private static void subscription(ObjectNode resource, ArrayNode operations) {
        ArrayNode topics = resource.putArray("extension");
        Topic.canonicals().forEach(topic -> topics.addObject()
                .put("url", SUBSCRIPTIONS + "StructureDefinition/capabilitystatement-subscriptiontopic-canonical")
                .put("valueCanonical", topic));
        resource.putArray("supportedProfile").add(SUBSCRIPTIONS + "StructureDefinition/backport-subscription");
        List.of("status", "events", "get-ws-binding-token")
                .forEach(name -> operation(
                        operations, name, SUBSCRIPTIONS + "OperationDefinition/backport-subscription-" + name));
    }

    private static void operation(ArrayNode operations, String name, String definition) {
        operations.addObject().put("name", name).put("definition", definition);
    }

    private static void resource(ObjectNode resource, String type, SearchDefinitions definitions) {
        resource.put("type", type);
        ArrayNode interactions = resource.putArray("interaction");
        INTERACTIONS.forEach(code -> interactions.addObject().put("code", code));
        List<String> profiles = Profiles.of(type);
        if (!profiles.isEmpty()) {
            ArrayNode supported = resource.putArray("supportedProfile");
            profiles.forEach(supported::add);
        }
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
        ArrayNode operations = resource.putArray("operation");
        operation(operations, "validate", R4_OPERATION + "Resource-validate");
        operation(operations, "meta", R4_OPERATION + "Resource-meta");
        if (type.equals("Patient")) {
            operation(operations, "everything", R4_OPERATION + "Patient-everything");
            operation(operations, "break-glass", OURS + "patient-break-glass");
            operation(operations, "who-looked", OURS + "patient-who-looked");
            operation(operations, "export", BULK_DATA + "OperationDefinition/patient-export");
        } else if (type.equals("ImagingStudy")) {
            operation(operations, "extract-observations", OURS + "ImagingStudy-extract-observations");
            operation(operations, "viewer-session", OURS + "ImagingStudy-viewer-session");
        } else if (type.equals("AuditEvent")) {
            List.of("verify", "report", "export-syslog")
                    .forEach(name -> operation(operations, name, OURS + "audit-" + name));
        } else if (type.equals("Group")) {
            operation(operations, "export", BULK_DATA + "OperationDefinition/group-export");
        } else if (type.equals("Subscription")) {
            subscription(resource, operations);
        }
        if (includes.isEmpty()) {
            resource.remove("searchInclude");
        }
    }
}
