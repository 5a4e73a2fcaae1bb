package health.webqx.imaging.fhir.patch;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.R4;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A place that R4 gives an element in a structure, which in JSON is one property, or for a choice one of several. */
final class Slot {
    private final String name;
    private final BaseRuntimeChildDefinition definition;

    private Slot(String name, BaseRuntimeChildDefinition definition) {
        this.name = name;
        this.definition = definition;
    }

    /**
     * The place of that name in a type, if there is one.
     *
     * @param name of an element, as {@code value}, {@code value[x]} or {@code valueQuantity}
     */
    static Optional<Slot> of(ElementType type, String name) {
        String plain = name.endsWith("[x]") ? name.substring(0, name.length() - 3) : name;
        if (type.structure().isEmpty()) {
            return name.equals("extension") || name.equals("id") ? ofPrimitive(name) : Optional.empty();
        }
        BaseRuntimeElementCompositeDefinition<?> structure = type.structure().get();
        BaseRuntimeChildDefinition direct = structure.getChildByName(plain);
        if (direct != null && direct.getElementName().equals(plain)) {
            return Optional.of(new Slot(plain, direct));
        }
        return structure.getChildrenAndExtension().stream()
                .filter(child -> child.getElementName().equals(plain) || isKeyOf(child, name))
                .map(child -> new Slot(child.getElementName(), child))
                .findFirst();
    }

    /** A primitive has what every data type has. */
    private static Optional<Slot> ofPrimitive(String name) {
        return of(ElementType.of(R4.context().getElementDefinition("Period")), name);
    }

    private static boolean isKeyOf(BaseRuntimeChildDefinition child, String key) {
        return child.getValidChildNames().contains(key)
                && key.startsWith(child.getElementName())
                && key.equals(child.getElementName()
                        + capitalized(child.getChildByName(key).getName()));
    }

    /** Whether there may be several. */
    boolean repeats() {
        return definition.getMax() != 1;
    }

    /** FHIR's name of it, without {@code [x]}. */
    String name() {
        return name;
    }

    private boolean isChoice() {
        return !name.equals("modifierExtension")
                && !definition.getValidChildNames().contains(name);
    }

    /** The property that an object has for it, if it has one. */
    Optional<String> keyIn(ObjectNode object) {
        List<String> keys = isChoice()
                ? definition.getValidChildNames().stream()
                        .filter(key -> isKeyOf(definition, key))
                        .toList()
                : List.of(name);
        return keys.stream()
                .filter(key -> object.has(key) || object.has("_" + key))
                .findFirst();
    }

    /** The property for a value of that type; none where R4 wants another type. */
    Optional<String> keyFor(String type) {
        String key = isChoice() ? name + capitalized(type) : name;
        boolean fits = isChoice() ? isKeyOf(definition, key) : type(key).takes(type);
        return Optional.of(key).filter(fitting -> fits);
    }

    /** The one property where there is no choice. */
    Optional<String> onlyKey() {
        return isChoice() ? Optional.empty() : Optional.of(name);
    }

    /** What a property of it holds. */
    ElementType type(String key) {
        BaseRuntimeElementDefinition<?> type = name.equals("modifierExtension")
                ? R4.context().getElementDefinition("Extension")
                : definition.getChildByName(key);
        return ElementType.of(type);
    }

    private static String capitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
