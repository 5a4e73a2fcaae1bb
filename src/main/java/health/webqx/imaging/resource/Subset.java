package health.webqx.imaging.resource;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A part of each resource, marked as such by the tag {@code SUBSETTED} (R4 3.1.1.5.8 {@code _summary}, 3.1.1.5.9
 * {@code _elements}). What R4 demands is always in it. Takes time in proportion to the resource.
 */
public final class Subset {
    private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta");
    private static final String OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

    private enum Part {
        ELEMENTS,
        SUMMARY,
        TEXT,
        DATA
    }

    private final Part part;
    private final Set<String> elements;

    private Subset(Part part, Set<String> elements) {
        this.part = part;
        this.elements = elements;
    }

    /** The named elements of the resource's first level; {@code Type.name} is as good as the name. */
    public static Subset ofElements(List<String> names) {
        Set<String> plain = new TreeSet<>();
        names.forEach(name -> plain.add(name.strip().replaceFirst("^[A-Z][A-Za-z]*\\.", "")));
        return new Subset(Part.ELEMENTS, plain);
    }

    /** What a value of {@code _summary} names, {@code true}, {@code text} or {@code data}; else empty. */
    public static Optional<Subset> ofSummary(String value) {
        return switch (value) {
            case "true" -> Optional.of(new Subset(Part.SUMMARY, Set.of()));
            case "text" -> Optional.of(new Subset(Part.TEXT, Set.of()));
            case "data" -> Optional.of(new Subset(Part.DATA, Set.of()));
            default -> Optional.empty();
        };
    }

    /** The part of a stored resource. */
    public Buffer of(StoredResource resource) {
        ObjectNode whole = ResourceJson.readStored(resource.json());
        ObjectNode kept = part == Part.SUMMARY
                ? summary(
                        whole, R4.context().getResourceDefinition(resource.key().type()))
                : firstLevel(whole, resource.key().type());
        markSubsetted(kept);
        return ResourceJson.write(kept);
    }

    private ObjectNode firstLevel(ObjectNode whole, String type) {
        var definition = R4.context().getResourceDefinition(type);
        ObjectNode kept = ResourceJson.object();
        for (Map.Entry<String, JsonNode> member : whole.properties()) {
            String name = member.getKey().startsWith("_") ? member.getKey().substring(1) : member.getKey();
            if (ALWAYS.contains(name) || isWanted(name) || isMandatory(definition.getChildByName(name))) {
                kept.set(member.getKey(), member.getValue());
            }
        }
        return kept;
    }

    private boolean isWanted(String name) {
        return switch (part) {
            case ELEMENTS -> elements.contains(name) || elements.stream().anyMatch(wanted -> isChoice(name, wanted));
            case TEXT -> name.equals("text");
            case DATA -> !name.equals("text");
            case SUMMARY -> false;
        };
    }

    /** {@code value[x]} is asked for as {@code value}. */
    private static boolean isChoice(String name, String wanted) {
        return !wanted.isEmpty()
                && name.length() > wanted.length()
                && name.startsWith(wanted)
                && Character.isUpperCase(name.charAt(wanted.length()));
    }

    private static boolean isMandatory(@Nullable BaseRuntimeChildDefinition child) {
        return child != null && child.getMin() > 0;
    }

    private static ObjectNode summary(ObjectNode whole, BaseRuntimeElementCompositeDefinition<?> definition) {
        ObjectNode kept = ResourceJson.object();
        for (Map.Entry<String, JsonNode> member : whole.properties()) {
            String name = member.getKey().startsWith("_") ? member.getKey().substring(1) : member.getKey();
            if (ALWAYS.contains(name)) {
                kept.set(member.getKey(), member.getValue());
                continue;
            }
            BaseRuntimeChildDefinition child = definition.getChildByName(name);
            if (child != null && (child.isSummary() || child.getMin() > 0)) {
                kept.set(member.getKey(), summary(member.getValue(), child.getChildByName(name)));
            }
        }
        return kept;
    }

    /** Of a backbone element only what its own definition marks; data types are kept whole. */
    private static JsonNode summary(JsonNode value, @Nullable BaseRuntimeElementDefinition<?> definition) {
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> block)
                || definition.getChildType() != BaseRuntimeElementDefinition.ChildTypeEnum.RESOURCE_BLOCK) {
            return value;
        }
        if (value instanceof ObjectNode object) {
            return summary(object, block);
        }
        ArrayNode kept = ResourceJson.object().arrayNode();
        value.forEach(each -> kept.add(each instanceof ObjectNode object ? summary(object, block) : each));
        return kept;
    }

    private static void markSubsetted(ObjectNode resource) {
        ObjectNode meta = resource.get("meta") instanceof ObjectNode given ? given : resource.putObject("meta");
        ArrayNode tags = meta.get("tag") instanceof ArrayNode given ? given : meta.putArray("tag");
        tags.addObject().put("system", OBSERVATION_VALUE).put("code", "SUBSETTED");
    }
}
