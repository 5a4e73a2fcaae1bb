package health.webqx.imaging.store.index;

/**
 * A text (R4 3.1.1.4.9). HumanName and Address give one entry per part and one for the parts together.
 *
 * @param param the search parameter's code
 * @param normalized for the default and {@code :contains} comparison: NFD without combining marks, lower case,
 *     whitespace folded to single spaces; a search value must go through {@link StringNormalizer}, too
 * @param exact for {@code :exact}: as it stands, cut at {@value StringNormalizer#LONGEST} characters
 */
public record StringEntry(String param, String normalized, String exact) {}
