package health.webqx.imaging.resource;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A resource as XML (R4 2.6.1), made of its JSON and read into it by HAPI. Takes time in proportion to it: for a worker. */
public final class ResourceXml {
    private static final int MARK_LENGTH = 3;

    private ResourceXml() {}

    /** Whether a body is XML rather than JSON, by its first character. */
    public static boolean is(byte[] body) {
        for (byte each : body) {
            boolean space = each == ' ' || each == '\t' || each == '\r' || each == '\n';
            boolean mark = (each & 0xFF) == 0xEF || (each & 0xFF) == 0xBB || (each & 0xFF) == 0xBF;
            if (!space && !mark) {
                return each == '<';
            }
        }
        return false;
    }

    /**
     * The JSON of a body in either form, without a byte order mark, which JSON may be read with (RFC 8259 8.1).
     *
     * @throws Failure as {@link #toJson} does
     */
    public static Buffer jsonOf(byte[] body) {
        if (is(body)) {
            return toJson(body);
        }
        boolean marked =
                body.length > 2 && (body[0] & 0xFF) == 0xEF && (body[1] & 0xFF) == 0xBB && (body[2] & 0xFF) == 0xBF;
        return marked ? Buffer.buffer(body).slice(MARK_LENGTH, body.length) : Buffer.buffer(body);
    }

    /** The XML of JSON that this server wrote itself. */
    public static byte[] ofJson(byte[] json, boolean pretty) {
        IParser parser = R4.context().newXmlParser().setPrettyPrint(pretty);
        return parser.encodeResourceToString(
                        R4.context().newJsonParser().parseResource(new String(json, StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The JSON of a body in XML.
     *
     * @throws Failure {@code MALFORMED} where it is no XML, {@code UNPROCESSABLE} where it is no R4 resource
     */
    public static Buffer toJson(byte[] xml) {
        requireWellFormed(xml);
        IParser parser = R4.context().newXmlParser();
        parser.setParserErrorHandler(new StrictErrorHandler());
        try {
            return Buffer.buffer(R4.context()
                    .newJsonParser()
                    .encodeResourceToString(parser.parseResource(new String(xml, StandardCharsets.UTF_8))));
        } catch (DataFormatException | IllegalArgumentException | ClassCastException e) {
            throw Failure.of(FailureKind.UNPROCESSABLE, R4.withoutCode(String.valueOf(e.getMessage())));
        }
    }

    /** No document type either: R4's XML has none, and one could name files (2.6.1). */
    private static void requireWellFormed(byte[] xml) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.DTD) {
                    throw Failure.of(FailureKind.MALFORMED, "the body has a document type");
                }
            }
        } catch (XMLStreamException e) {
            Location at = e.getLocation();
            String place = at == null ? "body" : "line " + at.getLineNumber() + ", column " + at.getColumnNumber();
            throw Failure.at(FailureKind.MALFORMED, place, "the body is not well-formed XML at " + place);
        }
    }
}
