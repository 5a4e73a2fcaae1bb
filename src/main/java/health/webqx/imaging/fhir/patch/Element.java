package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import java.util.List;
import java.util.Optional;

/**
 * An element of a resource, and where in it.
 *
 * @param place the property it is a value of; empty for the resource itself
 * @param index which of the property's values
 */
record Element(Optional<Property> place, int index, PropertyValue value, ElementType type) implements Focus {
    /** The resource itself. */
    static Element root(ObjectNode resource) {
        return new Element(Optional.empty(), 0, PropertyValue.of(resource), ElementType.ofResource(resource));
    }

    /** What a new object will be, which stands nowhere yet. */
    static Element detached(ObjectNode object, ElementType type) {
        return new Element(Optional.empty(), 0, PropertyValue.of(object), type);
    }

    @Override
    public JsonNode json() {
        return value.json();
    }

    /** Where its own elements are: those of a primitive stand beside it. */
    Optional<ObjectNode> members() {
        return value.json() instanceof ObjectNode object ? Optional.of(object) : value.about();
    }

    /** The elements of a name. */
    List<Element> children(String name) {
        return Slot.of(type, name)
                .flatMap(slot -> members().flatMap(slot::keyIn).map(key -> new Property(this, slot, key)))
                .map(Property::elements)
                .orElse(List.of());
    }

    /** As {@link #members}, made where a primitive has none yet. */
    ObjectNode membersToWrite() {
        return members().orElseGet(() -> {
            ObjectNode about = ResourceJson.object();
            place.orElseThrow().replace(index, new PropertyValue(value.json(), Optional.of(about)));
            return about;
        });
    }

    /** Takes away what has become empty, and then what has become empty by that: R4's JSON has no empty objects (2.6.2). */
    void prune() {
        if (place.isEmpty() || members().filter(ObjectNode::isEmpty).isEmpty()) {
            return;
        }
        if (value.json().isValueNode() && !value.isMissing()) {
            place.get().replace(index, new PropertyValue(value.json(), Optional.empty()));
        } else {
            place.get().remove(index);
        }
    }
}
