package health.webqx.imaging.resource;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.ResourceType;

/** FHIR R4 (4.0.1) as HAPI models it: the resource types, and the strict check of a resource's shape. Thread-safe. */
public final class R4 {
    private static final Set<String> TYPES = types();

    private R4() {}

    /** HAPI's context, made once for the whole process. */
    public static FhirContext context() {
        return FhirContext.forR4Cached();
    }

    /** Every resource type of R4 that can be stored, by name. */
    public static Set<String> resourceTypes() {
        return TYPES;
    }

    /** Whether R4 has a resource type of that name. */
    public static boolean isResourceType(String name) {
        return TYPES.contains(name);
    }

    /** The type's own name back, or a failure a caller can read. */
    public static String requireResourceType(String name) {
        if (!isResourceType(name)) {
            throw Failure.at(FailureKind.NOT_FOUND, name, "unknown resource type");
        }
        return name;
    }

    /**
     * Checks a resource against R4's structure: known elements, right JSON shapes, well-formed primitives, codes of
     * required enumerations. Takes time in proportion to the body; large ones belong on a worker.
     *
     * @throws Failure {@code UNPROCESSABLE}, naming the place
     */
    public static void requireValid(String type, ObjectNode resource, Buffer json) {
        if (!type.equals(resource.path("resourceType").asText())) {
            throw Failure.at(FailureKind.INVALID, "resourceType", "the body's resourceType is not " + type);
        }
        String text = json.toString(StandardCharsets.UTF_8);
        requireNoNul(type, resource, text);
        IParser parser = context().newJsonParser();
        parser.setParserErrorHandler(new StrictErrorHandler());
        try {
            parser.parseResource(text);
        } catch (DataFormatException | IllegalArgumentException | ClassCastException e) {
            throw Failure.at(FailureKind.UNPROCESSABLE, type, withoutCode(String.valueOf(e.getMessage())));
        }
    }

    /** No text holds the character U+0000 (R4 2.24.0.1 string), which no database keeps either. */
    private static void requireNoNul(String type, ObjectNode resource, String json) {
        if (json.contains("\\u0000")) {
            JsonPlaces.of(
                            type,
                            resource,
                            node -> node.isTextual() && node.textValue().indexOf(0) >= 0)
                    .ifPresent(place -> {
                        throw Failure.at(FailureKind.UNPROCESSABLE, place, "no text holds the character U+0000");
                    });
        }
    }

    /** HAPI's message without its internal number, which tells a client nothing. */
    static String withoutCode(String message) {
        return message.replaceFirst("^(HAPI-\\d+: )+", "");
    }

    private static Set<String> types() {
        Set<String> names = new TreeSet<>();
        for (ResourceType type : ResourceType.values()) {
            names.add(type.name());
        }
        return Set.copyOf(names);
    }
}
