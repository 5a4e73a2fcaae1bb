package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a FHIRPath Patch puts into a resource: a value of a named type, a resource, or the parts of a structure that has no
 * type of its own.
 *
 * @param part the operation's part {@code value}
 */
record PatchValue(ObjectNode part) {
    /** The value, and the property that it goes into. */
    record Fitted(String key, PropertyValue value) {}

    /**
     * The value as it stands in that place of a structure; {@code UNPROCESSABLE} where it is of a wrong type (R4
     * fhirpatch.html, base rules).
     */
    Fitted in(Slot slot) {
        Optional<String> key = typedKey();
        if (key.isPresent()) {
            String type = key.get().substring("value".length());
            ObjectNode about = part.get("_" + key.get()) instanceof ObjectNode given ? given.deepCopy() : null;
            String target =
                    slot.keyFor(type).or(() -> slot.keyFor(uncapitalized(type))).orElseThrow(() -> wrongType(slot));
            return new Fitted(target, new PropertyValue(part.path(key.get()).deepCopy(), Optional.ofNullable(about)));
        }
        String target = slot.onlyKey().orElseThrow(() -> wrongType(slot));
        ElementType wanted = slot.type(target);
        if (part.get("resource") instanceof ObjectNode resource && wanted.isAnyResource()) {
            return new Fitted(target, PropertyValue.of(resource.deepCopy()));
        } else if (part.path("part").isEmpty() || wanted.structure().isEmpty()) {
            throw wrongType(slot);
        }
        return new Fitted(target, PropertyValue.of(structure(wanted)));
    }

    private Optional<String> typedKey() {
        for (Map.Entry<String, JsonNode> member : part.properties()) {
            String name = member.getKey().replaceFirst("^_", "");
            if (name.startsWith("value") && name.length() > "value".length()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** Parts of one name are the values of one list. */
    private ObjectNode structure(ElementType type) {
        ObjectNode object = ResourceJson.object();
        Element element = Element.detached(object, type);
        for (JsonNode member : part.path("part")) {
            String name = member.path("name").asText();
            Slot slot = Slot.of(type, name).orElseThrow(() -> noSuchElement(name));
            if (!(member instanceof ObjectNode given)) {
                throw noSuchElement(name);
            }
            Fitted fitted = new PatchValue(given).in(slot);
            if (!slot.repeats() && slot.keyIn(object).isPresent()) {
                throw Failure.of(FailureKind.UNPROCESSABLE, "there can be one " + name + " only");
            }
            new Property(element, slot, fitted.key()).add(fitted.value());
        }
        return object;
    }

    static Failure noSuchElement(String name) {
        String shown = name.matches("[A-Za-z\\[\\]]{1,64}") ? name : "that name";
        return Failure.of(FailureKind.UNPROCESSABLE, "R4 has no element " + shown + " there");
    }

    private static Failure wrongType(Slot slot) {
        return Failure.of(FailureKind.UNPROCESSABLE, "the value is not of a type that R4 allows for " + slot.name());
    }

    /** Primitives' names begin in lower case, but for where JSON puts them behind another name. */
    private static String uncapitalized(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
