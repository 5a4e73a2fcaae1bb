/**
 * What search finds a resource by: the standard's SearchParameter definitions, and the entries a resource gets for each.
 *
 * <p>{@link health.webqx.imaging.store.index.SearchParameters} holds the definitions of R4,
 * {@link health.webqx.imaging.store.index.IndexExtractor} turns a resource into
 * {@link health.webqx.imaging.store.index.IndexEntries}, and
 * {@link health.webqx.imaging.store.index.PatientCompartment} says whose record it belongs to. A definition's FHIRPath
 * is compiled once per resource type, against the model's static types, into a walk over the JSON tree: no FHIRPath
 * engine runs when a resource is written, and no type is guessed from the shape of a value.
 *
 * <p>{@link health.webqx.imaging.store.index.Composite} says what composites put together, without entries of their own;
 * {@link health.webqx.imaging.store.index.UcumUnit} relates units to each other.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.store.index;
