package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A compiled expression: a walk from a node of the JSON tree to whatever stands at its end, an entry for the index or a
 * condition. Immutable; all state of one extraction is in the {@link Collector}.
 */
@FunctionalInterface
interface Walk {
    /** Leads nowhere. */
    Walk NOWHERE = (node, into) -> false;

    /** Walks from a node. Answers whether any end was reached that holds. */
    boolean from(JsonNode node, Collector into);

    /** Whether it comes to one end at most, whatever the node; a walk that is at its end here does. */
    default boolean isSingle() {
        return true;
    }

    /** To an element, to each of its values if it repeats. */
    record Property(String name, boolean repeats, Walk next) implements Walk {
        @Override
        public boolean isSingle() {
            return !repeats && next.isSingle();
        }

        @Override
        public boolean from(JsonNode node, Collector into) {
            JsonNode value = node.get(name);
            if (value == null) {
                return false;
            }
            return value.isArray() ? fromEach(value, into) : next.from(value, into);
        }

        private boolean fromEach(JsonNode values, Collector into) {
            boolean held = false;
            for (int i = 0; i < values.size(); i++) {
                held |= next.from(values.get(i), into);
            }
            return held;
        }
    }

    /** As {@link Property}, each value apart from the others: what is found in one is collected as one part. */
    record Parts(String name, Walk next) implements Walk {
        @Override
        public boolean isSingle() {
            return false;
        }

        @Override
        public boolean from(JsonNode node, Collector into) {
            JsonNode value = node.get(name);
            if (value == null) {
                return false;
            }
            if (!value.isArray()) {
                return next.from(value, into.part(0));
            }
            boolean held = false;
            for (int i = 0; i < value.size(); i++) {
                held |= next.from(value.get(i), into.part(i));
            }
            return held;
        }
    }

    /** To one value of an element that repeats. */
    record Item(String name, int index, Walk next) implements Walk {
        @Override
        public boolean isSingle() {
            return next.isSingle();
        }

        @Override
        public boolean from(JsonNode node, Collector into) {
            JsonNode value = node.path(name).path(index);
            return !value.isMissingNode() && next.from(value, into);
        }
    }

    /** Onward from the resource itself, wherever the node is. */
    record FromTheTop(Walk next) implements Walk {
        @Override
        public boolean isSingle() {
            return next.isSingle();
        }

        @Override
        public boolean from(JsonNode node, Collector into) {
            return next.from(into.resource(), into);
        }
    }

    /** Several ways from the same node. */
    record Each(List<Walk> walks) implements Walk {
        @Override
        public boolean isSingle() {
            return false;
        }

        @Override
        public boolean from(JsonNode node, Collector into) {
            boolean held = false;
            for (Walk walk : walks) {
                held |= walk.from(node, into);
            }
            return held;
        }
    }

    /** Onward where a condition holds. */
    record Where(Walk condition, Walk next) implements Walk {
        @Override
        public boolean isSingle() {
            return next.isSingle();
        }

        @Override
        public boolean from(JsonNode node, Collector into) {
            return condition.from(node, into) && next.from(node, into);
        }
    }

    /** All the walks as one, those that lead nowhere left out. */
    static Walk each(List<Walk> walks) {
        List<Walk> useful = walks.stream().filter(walk -> walk != NOWHERE).toList();
        return switch (useful.size()) {
            case 0 -> NOWHERE;
            case 1 -> useful.get(0);
            default -> new Each(useful);
        };
    }

    /** To an element, or nowhere if it goes nowhere from there. */
    static Walk property(String name, boolean repeats, Walk next) {
        return next == NOWHERE ? NOWHERE : new Property(name, repeats, next);
    }
}
