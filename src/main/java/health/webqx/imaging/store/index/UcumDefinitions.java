package health.webqx.imaging.store.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The prefixes and units that UCUM itself defines, read from its {@code ucum-essence.xml} when first needed. */
final class UcumDefinitions {
    private static final String FILE = "/ucum-essence.xml";
    private static final Map<String, BigDecimal> PREFIXES = new HashMap<>();
    private static final Map<String, Atom> ATOMS = new HashMap<>();
    private static final Map<String, Optional<UcumExpression.Term>> RESOLVED = new ConcurrentHashMap<>();

    static {
        try (InputStream bytes = UcumDefinitions.class.getResourceAsStream(FILE)) {
            if (bytes == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            XMLInputFactory factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            read(factory.createXMLStreamReader(bytes));
        } catch (XMLStreamException e) {
            throw new IllegalStateException(FILE + " is broken", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UcumDefinitions() {}

    /**
     * A unit by itself.
     *
     * @param metric whether it takes prefixes
     * @param base whether it stands for itself
     * @param value how many of {@code unit} it is
     */
    private record Atom(boolean metric, boolean base, BigDecimal value, String unit) {}

    /** What a unit comes to, with or without a prefix; empty for one that is not known or does not relate to base units. */
    static Optional<UcumExpression.Term> find(String name) {
        Atom whole = ATOMS.get(name);
        if (whole != null) {
            return resolved(name, whole);
        }
        for (int length = 1; length <= 2 && length < name.length(); length++) {
            BigDecimal prefix = PREFIXES.get(name.substring(0, length));
            Atom atom = ATOMS.get(name.substring(length));
            if (prefix != null && atom != null && atom.metric()) {
                UcumExpression.Term times = new UcumExpression.Term(prefix, Map.of());
                return resolved(name.substring(length), atom).map(term -> term.times(times, 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<UcumExpression.Term> resolved(String name, Atom atom) {
        Optional<UcumExpression.Term> known = RESOLVED.get(name);
        if (known == null) {
            UcumExpression.Term value = new UcumExpression.Term(atom.value(), Map.of());
            known = atom.base()
                    ? Optional.of(new UcumExpression.Term(BigDecimal.ONE, Map.of(name, 1)))
                    : UcumExpression.find(atom.unit()).map(term -> term.times(value, 1));
            RESOLVED.put(name, known);
        }
        return known;
    }

    private static void read(XMLStreamReader xml) throws XMLStreamException {
        String prefix = "";
        String unit = "";
        boolean metric = false;
        boolean arbitrary = false;
        boolean special = false;
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamReader.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "prefix" -> prefix = text(xml, "Code");
                case "base-unit" -> ATOMS.put(text(xml, "Code"), new Atom(true, true, BigDecimal.ONE, ""));
                case "unit" -> {
                    prefix = "";
                    unit = text(xml, "Code");
                    metric = text(xml, "isMetric").equals("yes");
                    arbitrary = text(xml, "isArbitrary").equals("yes");
                    special = text(xml, "isSpecial").equals("yes");
                }
                case "value" -> {
                    if (!prefix.isEmpty()) {
                        PREFIXES.put(prefix, new BigDecimal(text(xml, "value")));
                    } else if (!special) {
                        BigDecimal value = new BigDecimal(text(xml, "value"));
                        String of = text(xml, "Unit");
                        ATOMS.put(unit, new Atom(metric, arbitrary && of.equals("1"), value, of));
                    }
                }
                default -> {
                    // names and signs, for people
                }
            }
        }
    }

    private static String text(XMLStreamReader xml, String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        return value == null ? "" : value;
    }
}
