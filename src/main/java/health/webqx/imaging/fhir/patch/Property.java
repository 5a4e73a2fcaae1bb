package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of one property of an element, with what JSON keeps beside primitives under the name with an underscore (R4
 * 2.6.2.3). What is written goes into the tree at once.
 */
record Property(Element owner, Slot slot, String key) {
    List<PropertyValue> values() {
        return owner.members().map(this::values).orElseGet(List::of);
    }

    private List<PropertyValue> values(ObjectNode object) {
        JsonNode json = object.path(key);
        JsonNode about = object.path("_" + key);
        if (json.isMissingNode() && about.isMissingNode()) {
            return List.of();
        } else if (!json.isArray() && !about.isArray()) {
            return List.of(value(json, about));
        }
        List<PropertyValue> values = new ArrayList<>();
        for (int i = 0; i < Math.max(json.size(), about.size()); i++) {
            values.add(value(json.path(i), about.path(i)));
        }
        return values;
    }

    private static PropertyValue value(JsonNode json, JsonNode about) {
        return new PropertyValue(json, about instanceof ObjectNode object ? Optional.of(object) : Optional.empty());
    }

    List<Element> elements() {
        ElementType type = slot.type(key);
        List<Element> elements = new ArrayList<>();
        for (PropertyValue value : values()) {
            elements.add(new Element(Optional.of(this), elements.size(), value, type.withContent(value.json())));
        }
        return elements;
    }

    void add(PropertyValue value) {
        insert(values().size(), value);
    }

    void insert(int index, PropertyValue value) {
        List<PropertyValue> values = new ArrayList<>(values());
        values.add(index, value);
        write(values);
    }

    void replace(int index, PropertyValue value) {
        List<PropertyValue> values = new ArrayList<>(values());
        values.set(index, value);
        write(values);
    }

    void move(int source, int destination) {
        List<PropertyValue> values = new ArrayList<>(values());
        values.add(destination, values.remove(source));
        write(values);
    }

    /** Takes one away, and its owner too where nothing is left of that. */
    void remove(int index) {
        List<PropertyValue> values = new ArrayList<>(values());
        values.remove(index);
        write(values);
        owner.prune();
    }

    /** The same value under another name of a choice, in the place where the first was. */
    void renameTo(String other, PropertyValue value) {
        ObjectNode object = owner.membersToWrite();
        Map<String, JsonNode> before = new LinkedHashMap<>();
        object.properties().forEach(member -> before.put(member.getKey(), member.getValue()));
        object.removeAll();
        before.forEach((name, member) -> {
            if (!name.equals(key) && !name.equals("_" + key)) {
                object.set(name, member);
            } else if (!object.has(other) && !object.has("_" + other)) {
                new Property(owner, slot, other).write(List.of(value));
            }
        });
    }

    private void write(List<PropertyValue> values) {
        ObjectNode object = owner.membersToWrite();
        set(object, key, values.stream().map(PropertyValue::json).toList());
        set(
                object,
                "_" + key,
                values.stream()
                        .map(value ->
                                value.about().<JsonNode>map(about -> about).orElse(MissingNode.getInstance()))
                        .toList());
    }

    /** Arrays of primitives and of what stands beside them are of one length, filled with null. */
    private void set(ObjectNode object, String name, List<JsonNode> nodes) {
        if (nodes.stream().allMatch(node -> node.isMissingNode() || node.isNull())) {
            object.remove(name);
        } else if (!slot.repeats()) {
            object.set(name, nodes.get(0));
        } else {
            ArrayNode array = object.arrayNode();
            nodes.forEach(node -> {
                if (node.isMissingNode()) {
                    array.addNull();
                } else {
                    array.add(node);
                }
            });
            object.set(name, array);
        }
    }
}
