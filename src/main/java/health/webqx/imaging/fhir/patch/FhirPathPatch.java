package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A FHIRPath Patch (R4 fhirpatch.html): operations in a Parameters, done one after the other. Failures name the operation,
 * as {@code Parameters.parameter[2]}.
 */
public final class FhirPathPatch implements PatchDocument {
    private static final int MOST_OPERATIONS = 1000;

    /** Elements looked at, by all paths together: some seconds of work. */
    private static final long MOST_WORK = 2_000_000;

    private final List<PatchOperation> operations;

    private FhirPathPatch(List<PatchOperation> operations) {
        this.operations = operations;
    }

    /** @param parameters a valid R4 Parameters; {@code INVALID} where it is no patch */
    static FhirPathPatch of(ObjectNode parameters) {
        List<PatchOperation> operations = new ArrayList<>();
        JsonNode given = parameters.path("parameter");
        if (given.size() > MOST_OPERATIONS) {
            throw Failure.at(
                    FailureKind.TOO_LARGE, "Parameters.parameter", "more than " + MOST_OPERATIONS + " operations");
        }
        for (JsonNode parameter : given) {
            operations.add(PatchOperation.read("Parameters.parameter[" + operations.size() + "]", parameter));
        }
        return new FhirPathPatch(List.copyOf(operations));
    }

    @Override
    public ObjectNode apply(ObjectNode resource) {
        ObjectNode changed = resource.deepCopy();
        Allowance work = new Allowance(MOST_WORK);
        for (PatchOperation operation : operations) {
            try {
                apply(operation, Element.root(changed), work);
            } catch (Failure failure) {
                throw Failure.at(failure.kind(), operation.place(), failure.diagnostics());
            }
        }
        return changed;
    }

    private static void apply(PatchOperation operation, Element root, Allowance work) {
        switch (operation.type()) {
            case ADD -> add(operation, one(operation.path(), root, work));
            case INSERT -> insert(operation, root, work);
            case DELETE -> delete(elements(operation.path(), root, work));
            case REPLACE -> replace(operation, one(operation.path(), root, work));
            case MOVE -> move(operation, list(operation.path(), root, work));
        }
    }

    private static void add(PatchOperation operation, Element owner) {
        String name = operation.name().orElseThrow();
        Slot slot = Slot.of(owner.type(), name).orElseThrow(() -> PatchValue.noSuchElement(name));
        if (!slot.repeats() && owner.members().flatMap(slot::keyIn).isPresent()) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "there is one " + slot.name() + " already: replace it");
        }
        PatchValue.Fitted fitted = operation.value().orElseThrow().in(slot);
        new Property(owner, slot, fitted.key()).add(fitted.value());
    }

    private static void insert(PatchOperation operation, Element root, Allowance work) {
        Property list = list(operation.path(), root, work);
        int index = operation.index().orElseThrow();
        if (index > list.values().size()) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the index is behind the end of the list");
        }
        list.insert(index, operation.value().orElseThrow().in(list.slot()).value());
    }

    private static void delete(List<Element> found) {
        if (found.size() > 1) {
            throw several();
        }
        for (Element element : found) {
            placeOf(element).remove(element.index());
        }
    }

    private static void replace(PatchOperation operation, Element element) {
        Property place = placeOf(element);
        PatchValue.Fitted fitted = operation.value().orElseThrow().in(place.slot());
        if (fitted.key().equals(place.key())) {
            place.replace(element.index(), fitted.value());
        } else {
            place.renameTo(fitted.key(), fitted.value());
        }
    }

    private static void move(PatchOperation operation, Property list) {
        int size = list.values().size();
        int source = operation.source().orElseThrow();
        int destination = operation.destination().orElseThrow();
        if (source >= size || destination >= size) {
            throw Failure.of(
                    FailureKind.UNPROCESSABLE, "the list has " + size + " elements: the last is " + (size - 1));
        }
        list.move(source, destination);
    }

    /** The list that a path names as the child of one element, be there something in it or not. */
    private static Property list(PathExpression path, Element root, Allowance work) {
        if (!(path instanceof PathExpression.Child child)) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the path ends with the name of a list");
        }
        Element owner = one(child.of(), root, work);
        Slot slot = Slot.of(owner.type(), child.name())
                .filter(Slot::repeats)
                .orElseThrow(() -> Failure.of(FailureKind.UNPROCESSABLE, "R4 has no list of that name there"));
        return new Property(owner, slot, slot.name());
    }

    private static Element one(PathExpression path, Element root, Allowance work) {
        List<Element> found = elements(path, root, work);
        if (found.isEmpty()) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the path leads to no element");
        } else if (found.size() > 1) {
            throw several();
        }
        return found.get(0);
    }

    private static List<Element> elements(PathExpression path, Element root, Allowance work) {
        List<Element> elements = new ArrayList<>();
        for (Focus item : path.of(List.of(root), work)) {
            if (!(item instanceof Element element)) {
                throw Failure.of(FailureKind.UNPROCESSABLE, "the path leads to a value that stands nowhere");
            }
            elements.add(element);
        }
        return elements;
    }

    private static Property placeOf(Element element) {
        return element.place()
                .orElseThrow(() -> Failure.of(
                        FailureKind.UNPROCESSABLE, "the path leads to the resource itself, which stays what it is"));
    }

    private static Failure several() {
        return Failure.of(FailureKind.UNPROCESSABLE, "the path leads to several elements, and an operation is on one");
    }
}
