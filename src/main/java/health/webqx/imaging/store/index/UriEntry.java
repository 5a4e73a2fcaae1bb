package health.webqx.imaging.store.index;

/**
 * A uri, url, canonical or oid, compared character by character (R4 3.1.1.4.13).
 *
 * @param param the search parameter's code
 * @param uri as it stands
 */
public record UriEntry(String param, String uri) {}
