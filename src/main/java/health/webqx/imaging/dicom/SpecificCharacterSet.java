package health.webqx.imaging.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The character repertoire of a data set's text, as (0008,0005) declares it (PS3.3 C.12.1.1.2, PS3.5 6.1): one set, or
 * several that a text switches between by the escape sequences of ISO 2022. Without declaration bytes above 127 are read
 * as Latin-1, as most readers do. Values, not identities: immutable.
 */
public final class SpecificCharacterSet {
    /** No declaration: ISO IR 6. */
    public static final SpecificCharacterSet DEFAULT =
            new SpecificCharacterSet(List.of(), StandardCharsets.ISO_8859_1, List.of(CodeElement.ASCII), true);

    /** ISO_IR 192. */
    public static final SpecificCharacterSet UTF_8 = of(List.of("ISO_IR 192"));

    private final List<String> terms;
    private final Charset whole;
    private final List<CodeElement> elements;
    private final boolean known;

    private SpecificCharacterSet(List<String> terms, Charset whole, List<CodeElement> elements, boolean known) {
        this.terms = terms;
        this.whole = whole;
        this.elements = elements;
        this.known = known;
    }

    /** Of the values of (0008,0005); what is no defined term counts as the default repertoire. */
    public static SpecificCharacterSet of(List<String> terms) {
        List<String> kept = terms.stream()
                .map(term -> term.strip().toUpperCase(Locale.ROOT))
                .toList();
        if (kept.stream().allMatch(String::isEmpty)) {
            return DEFAULT;
        }
        for (String term : kept) {
            Charset charset = withoutExtensions(term);
            if (charset != null) {
                return new SpecificCharacterSet(kept, charset, List.of(), true);
            }
        }
        List<CodeElement> elements = new ArrayList<>();
        boolean known = true;
        for (String term : kept) {
            List<CodeElement> found = CodeElement.ofTerm(term);
            known &= !found.isEmpty();
            elements.addAll(found);
        }
        elements.add(CodeElement.ASCII);
        if (CodeElement.ofTerm(kept.get(0)).isEmpty()) {
            elements.add(0, CodeElement.ASCII);
        }
        return new SpecificCharacterSet(kept, StandardCharsets.ISO_8859_1, List.copyOf(elements), known);
    }

    private static @org.jspecify.annotations.Nullable Charset withoutExtensions(String term) {
        return switch (term) {
            case "ISO_IR 192", "ISO 2022 IR 192" -> StandardCharsets.UTF_8;
            case "GB18030", "ISO 2022 GB18030" -> Charset.forName("GB18030");
            case "GBK", "ISO 2022 GBK" -> Charset.forName("GBK");
            default -> null;
        };
    }

    /** The defined terms it was made of; none for the default. */
    public List<String> terms() {
        return terms;
    }

    /** Whether every term is defined by the standard. */
    public boolean isKnown() {
        return known;
    }

    /** Text of a value of that VR. Bytes that mean nothing become U+FFFD. */
    public String decode(byte[] bytes, Vr vr) {
        if (isAscii(bytes)) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (vr.kind() != Vr.Kind.TEXT) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        return elements.isEmpty() ? new String(bytes, whole) : new CodeExtensions(elements, vr).decode(bytes);
    }

    /**
     * Bytes of a text, without padding.
     *
     * @throws IllegalArgumentException for a character that this repertoire does not hold
     */
    public byte[] encode(String text, Vr vr) {
        if (text.chars().allMatch(c -> c < 128)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        if (vr.kind() != Vr.Kind.TEXT) {
            throw new IllegalArgumentException(vr + " holds ASCII characters only");
        }
        if (!elements.isEmpty()) {
            return new CodeExtensions(elements, vr).encode(text);
        }
        if (!whole.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("The text has a character that " + terms + " does not");
        }
        return text.getBytes(whole);
    }

    /** Neither bytes above 127 nor an escape. */
    static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0 || b == CodeExtensions.ESCAPE) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpecificCharacterSet that && terms.equals(that.terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    @Override
    public String toString() {
        return terms.isEmpty() ? "default" : String.join("\\", terms);
    }
}
