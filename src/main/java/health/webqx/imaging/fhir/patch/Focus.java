package health.webqx.imaging.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;

/** One item of what a FHIRPath expression gives: an element, or a value that is computed. */
sealed interface Focus permits Element, Focus.Computed {
    /** The value; missing where a primitive has none. */
    JsonNode json();

    /** A value that stands nowhere in the resource: a string, a number or a boolean. */
    record Computed(JsonNode json) implements Focus {}
}
