package health.webqx.imaging.fhir.interaction;

import jakarta.enterprise.context.Dependent;

/** Every interaction there is, for the routes and for Bundles. */
@Dependent
public record Interactions(
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
        ConditionalDelete conditionalDelete) {}
