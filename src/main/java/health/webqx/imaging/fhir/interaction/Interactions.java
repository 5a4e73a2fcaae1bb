package health.webqx.imaging.fhir.interaction;

import jakarta.enterprise.context.Dependent;

/** Every interaction there is, for the routes. */
@Dependent
public class Interactions {
    private final Read read;
    private final Vread vread;
    private final History history;
    private final SearchType search;
    private final Create create;
    private final ConditionalCreate conditionalCreate;
    private final Update update;
    private final ConditionalUpdate conditionalUpdate;
    private final Patch patch;
    private final ConditionalPatch conditionalPatch;
    private final Delete delete;
    private final ConditionalDelete conditionalDelete;

    Interactions(
            Read read,
            Vread vread,
            History history,
            SearchType search,
            Create create,
            ConditionalCreate conditionalCreate,
            Update update,
            ConditionalUpdate conditionalUpdate,
            Patch patch,
            ConditionalPatch conditionalPatch,
            Delete delete,
            ConditionalDelete conditionalDelete) {
        this.read = read;
        this.vread = vread;
        this.history = history;
        this.search = search;
        this.create = create;
        this.conditionalCreate = conditionalCreate;
        this.update = update;
        this.conditionalUpdate = conditionalUpdate;
        this.patch = patch;
        this.conditionalPatch = conditionalPatch;
        this.delete = delete;
        this.conditionalDelete = conditionalDelete;
    }

    public Read read() {
        return read;
    }

    public Vread vread() {
        return vread;
    }

    public History history() {
        return history;
    }

    public SearchType search() {
        return search;
    }

    public Create create() {
        return create;
    }

    public ConditionalCreate conditionalCreate() {
        return conditionalCreate;
    }

    public Update update() {
        return update;
    }

    public ConditionalUpdate conditionalUpdate() {
        return conditionalUpdate;
    }

    public Patch patch() {
        return patch;
    }

    public ConditionalPatch conditionalPatch() {
        return conditionalPatch;
    }

    public Delete delete() {
        return delete;
    }

    public ConditionalDelete conditionalDelete() {
        return conditionalDelete;
    }
}
