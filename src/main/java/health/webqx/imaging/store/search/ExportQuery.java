package health.webqx.imaging.store.search;

import java.util.OptionalLong;
import java.util.Set;

/**
 * What of a type is exported (Bulk Data 2.0): every resource as it was at a moment.
 *
 * @param inCompartments whether it must be in some patient's compartment
 * @param patients ids of patients whose compartments it must be in; empty for any
 * @param since the earliest moment of the last change, in milliseconds since 1970
 * @param until the moment; later changes do not show
 */
public record ExportQuery(String type, boolean inCompartments, Set<String> patients, OptionalLong since, long until) {}
