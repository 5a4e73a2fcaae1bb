package health.webqx.imaging.store.index;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The code systems behind the required binding of a {@code code} element: a code element holds no system, a search may
 * name it all the same (R4 3.1.1.4.10).
 */
final class CodeSystems {
    /** No binding to go by. */
    static final CodeSystems NONE = new CodeSystems(Map.of(), "");

    /** Required bindings that the model has no enumeration for, since their systems are open or not HL7's. */
    private static final Map<String, CodeSystems> OPEN = Map.of(
            "http://hl7.org/fhir/ValueSet/resource-types",
                    new CodeSystems(Map.of(), "http://hl7.org/fhir/resource-types"),
            "http://hl7.org/fhir/ValueSet/mimetypes", new CodeSystems(Map.of(), "urn:ietf:bcp:13"),
            "http://hl7.org/fhir/ValueSet/languages", new CodeSystems(Map.of(), "urn:ietf:bcp:47"));

    private final Map<String, String> byCode;
    private final String otherwise;

    private CodeSystems(Map<String, String> byCode, String otherwise) {
        this.byCode = byCode;
        this.otherwise = otherwise;
    }

    /** The system of a code; empty when it has none that is known. */
    String of(String code) {
        return byCode.getOrDefault(code, otherwise);
    }

    /** By the URL of a value set, which may carry a version. */
    static CodeSystems ofValueSet(@Nullable String url) {
        return url == null ? NONE : OPEN.getOrDefault(url.replaceFirst("\\|.*", ""), NONE);
    }

    /** By the model's enumeration, whose constants tell {@code toCode()} and {@code getSystem()}. */
    static CodeSystems ofEnumeration(Class<? extends Enum<?>> enumeration) {
        try {
            Method code = enumeration.getMethod("toCode");
            Method system = enumeration.getMethod("getSystem");
            Map<String, String> systems = new HashMap<>();
            for (Enum<?> constant : enumeration.getEnumConstants()) {
                put(systems, code.invoke(constant), system.invoke(constant));
            }
            return new CodeSystems(Map.copyOf(systems), "");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not an enumeration of the FHIR model: " + enumeration, e);
        }
    }

    /** The model's placeholder constants answer null or a question mark. */
    private static void put(Map<String, String> systems, @Nullable Object code, @Nullable Object system) {
        if (code instanceof String c && system instanceof String s && !s.equals("?")) {
            systems.put(c, s);
        }
    }
}
