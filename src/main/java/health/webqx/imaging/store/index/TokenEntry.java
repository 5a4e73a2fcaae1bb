package health.webqx.imaging.store.index;

/**
 * A coded value: Coding, CodeableConcept, Identifier, ContactPoint, code, boolean, id or string (R4 3.1.1.4.10).
 *
 * <p>The code keeps its case; whoever compares without it lowers both sides. A CodeableConcept gives one entry per
 * coding, and one with neither system nor code for its text alone.
 *
 * @param param the search parameter's code
 * @param system the code system or identifier namespace, of a {@code code} element that of its required binding; empty
 *     when there is none
 * @param code the code, identifier value or {@code true}/{@code false}; empty when there is only a system or a text
 * @param text what the value is called, normalized like {@link StringEntry#normalized()}, for {@code :text}; empty
 *     when there is none
 * @param typeSystem for an Identifier the system of its type, for {@code :of-type}; empty otherwise
 * @param typeCode for an Identifier the code of its type, for {@code :of-type}; empty otherwise
 */
public record TokenEntry(String param, String system, String code, String text, String typeSystem, String typeCode) {
    static TokenEntry of(String param, String system, String code) {
        return new TokenEntry(param, system, code, "", "", "");
    }
}
