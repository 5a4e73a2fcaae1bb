package health.webqx.imaging.audit.atna;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An AuditEvent of this server as an audit message of DICOM PS3.15 A.5.1. */
final class AuditMessage {
    private static final XMLOutputFactory XML = XMLOutputFactory.newFactory();

    private final ObjectNode event;
    private final XMLStreamWriter xml;

    private AuditMessage(ObjectNode event, XMLStreamWriter xml) {
        this.event = event;
        this.xml = xml;
    }

    static String of(ObjectNode event) {
        StringWriter text = new StringWriter();
        try {
            new AuditMessage(event, XML.createXMLStreamWriter(text)).write();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing into memory does not fail", e);
        }
        return text.toString();
    }

    private void write() throws XMLStreamException {
        xml.writeStartElement("AuditMessage");
        identification();
        for (JsonNode agent : event.path("agent")) {
            participant(agent);
        }
        source();
        for (JsonNode entity : event.path("entity")) {
            if (isObject(entity)) {
                object(entity);
            }
        }
        xml.writeEndElement();
        xml.flush();
    }

    private void identification() throws XMLStreamException {
        xml.writeStartElement("EventIdentification");
        attribute("EventActionCode", event.path("action").asText());
        attribute("EventDateTime", event.path("recorded").asText());
        attribute("EventOutcomeIndicator", event.path("outcome").asText());
        EventId id = EventId.of(event);
        code("EventID", id.code(), "DCM", id.meaning());
        for (JsonNode subtype : event.path("subtype")) {
            code(
                    "EventTypeCode",
                    subtype.path("code").asText(),
                    subtype.path("system").asText(),
                    text(subtype, "display"));
        }
        if (event.has("outcomeDesc")) {
            xml.writeStartElement("EventOutcomeDescription");
            xml.writeCharacters(legal(event.path("outcomeDesc").asText()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void participant(JsonNode agent) throws XMLStreamException {
        xml.writeStartElement("ActiveParticipant");
        JsonNode who = agent.path("who");
        attribute("UserID", who.path("reference").asText(text(who, "display")));
        if (agent.has("altId")) {
            attribute("AlternativeUserID", agent.path("altId").asText());
        }
        if (who.has("display")) {
            attribute("UserName", who.path("display").asText());
        }
        attribute("UserIsRequestor", agent.path("requestor").asText());
        JsonNode network = agent.path("network");
        if (!network.path("address").asText().isEmpty()) {
            attribute("NetworkAccessPointID", network.path("address").asText());
            attribute("NetworkAccessPointTypeCode", network.path("type").asText());
        }
        for (JsonNode coding : agent.path("type").path("coding")) {
            String system = coding.path("system").asText();
            code(
                    "RoleIDCode",
                    coding.path("code").asText(),
                    system.endsWith("/DCM") ? "DCM" : system,
                    text(coding, "display"));
        }
        xml.writeEndElement();
    }

    private void source() throws XMLStreamException {
        JsonNode source = event.path("source");
        xml.writeStartElement("AuditSourceIdentification");
        attribute("AuditEnterpriseSiteID", source.path("site").asText());
        attribute("AuditSourceID", source.path("observer").path("display").asText());
        for (JsonNode type : source.path("type")) {
            code("AuditSourceTypeCode", type.path("code").asText(), "DCM", text(type, "display"));
        }
        xml.writeEndElement();
    }

    /** What is neither person nor thing, such as a request's number, is no object of the standard's. */
    private static boolean isObject(JsonNode entity) {
        return entity.has("role");
    }

    private void object(JsonNode entity) throws XMLStreamException {
        JsonNode what = entity.path("what");
        JsonNode uid = what.path("identifier").path("value");
        boolean study = !uid.isMissingNode();
        boolean patient = entity.path("role").path("code").asText().equals("1");
        String id = study
                ? uid.asText().replaceFirst("^urn:oid:", "")
                : what.path("reference").asText(what.path("type").asText("query"));
        xml.writeStartElement("ParticipantObjectIdentification");
        attribute("ParticipantObjectID", id);
        attribute("ParticipantObjectTypeCode", entity.path("type").path("code").asText());
        attribute(
                "ParticipantObjectTypeCodeRole",
                entity.path("role").path("code").asText());
        if (study) {
            code("ParticipantObjectIDTypeCode", "110180", "DCM", "Study Instance UID");
        } else if (patient) {
            code("ParticipantObjectIDTypeCode", "2", "RFC-3881", "Patient Number");
        } else {
            code("ParticipantObjectIDTypeCode", "12", "RFC-3881", "URI");
        }
        boolean query = entity.has("query");
        xml.writeStartElement(query ? "ParticipantObjectQuery" : "ParticipantObjectName");
        xml.writeCharacters(
                query
                        ? entity.path("query").asText()
                        : legal(what.path("reference").asText(id)));
        xml.writeEndElement();
        detail("X-Request-Id", "XrequestId", patient);
        xml.writeEndElement();
    }

    /** The request's number goes with the patient, or the first object there is. */
    private void detail(String name, String code, boolean patient) throws XMLStreamException {
        if (!patient) {
            return;
        }
        for (JsonNode entity : event.path("entity")) {
            if (entity.path("type").path("code").asText().equals(code)) {
                String value =
                        entity.path("what").path("identifier").path("value").asText();
                xml.writeEmptyElement("ParticipantObjectDetail");
                attribute("type", name);
                attribute("value", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private void code(String element, String code, String system, String meaning) throws XMLStreamException {
        xml.writeEmptyElement(element);
        attribute("csd-code", code);
        attribute("codeSystemName", system);
        attribute("originalText", meaning);
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText(node.path("code").asText());
    }

    /** What XML 1.0 cannot hold (XML 2.2) becomes a sign that says so. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().forEach(c -> legal.appendCodePoint(isLegal(c) ? c : 0xFFFD));
        return legal.toString();
    }

    private static boolean isLegal(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
