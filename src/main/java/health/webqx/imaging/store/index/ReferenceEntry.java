package health.webqx.imaging.store.index;

/**
 * A reference to another resource (R4 3.1.1.4.11, 2.3.0). One of three shapes: literal to a resource here (target type
 * and id), literal to elsewhere (URL: absolute, {@code urn:uuid:}, canonical; the target type too when it is known), or
 * logical (identifier). A reference that carries a literal and an identifier gives one entry with both.
 *
 * @param param the search parameter's code
 * @param targetType the resource type it leads to; empty when unknown
 * @param targetId the id of a resource on this server; empty when it is elsewhere or not literal. Never a version:
 *     {@code Patient/1/_history/2} is found as {@code Patient/1}
 * @param url the reference as it stands when it leads elsewhere, a canonical without its {@code |version}; empty for a
 *     resource on this server
 * @param urlVersion the version of a canonical; empty when there is none
 * @param identifierSystem system of a logical reference; empty when there is none
 * @param identifierValue value of a logical reference; empty when there is none
 */
public record ReferenceEntry(
        String param,
        String targetType,
        String targetId,
        String url,
        String urlVersion,
        String identifierSystem,
        String identifierValue) {
    static ReferenceEntry local(String param, String targetType, String targetId) {
        return new ReferenceEntry(param, targetType, targetId, "", "", "", "");
    }
}
