package health.webqx.imaging.dicomweb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Retrieve Capabilities (PS3.18 8.9): what this service has, as WADL or the same as JSON; for everybody. */
@ApplicationScoped
class Capabilities {
    private static final String WADL = "application/vnd.sun.wadl+xml";
    private static final String NAMESPACE = "http://wadl.dev.java.net/2009/02";

    private final String base;

    Capabilities(@ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    void answer(RoutingContext to) {
        String type = Accepted.of(to)
                .shown(List.of(
                        new Accepted.Offer(WADL, true),
                        new Accepted.Offer("application/json", true),
                        new Accepted.Offer("application/dicom+json", true),
                        new Accepted.Offer("application/xml", true)))
                .mediaType();
        Buffer body = type.endsWith("json") ? ResourceJson.write(json()) : Buffer.buffer(wadl());
        to.response()
                .putHeader("Allow", "GET, HEAD, POST, OPTIONS")
                .putHeader("Content-Type", type)
                .end(body);
    }

    private ObjectNode json() {
        ObjectNode document = ResourceJson.object();
        ObjectNode resources = document.putObject("application").putObject("resources");
        resources.put("@base", base);
        ArrayNode all = resources.putArray("resource");
        for (ServiceResource resource : ServiceResource.ALL) {
            ObjectNode each = all.addObject();
            each.put("@path", resource.path());
            ArrayNode methods = each.putArray("method");
            if (!resource.get().isEmpty()) {
                ObjectNode get = methods.addObject().put("@name", "GET");
                ArrayNode parameters = get.putObject("request").putArray("param");
                resource.query()
                        .forEach(name ->
                                parameters.addObject().put("@name", name).put("@style", "query"));
                representations(get.putObject("response"), resource.get());
            }
            if (!resource.post().isEmpty()) {
                ObjectNode post = methods.addObject().put("@name", "POST");
                representations(post.putObject("request"), resource.post());
            }
        }
        return document;
    }

    private static void representations(ObjectNode of, List<String> types) {
        ArrayNode representations = of.putArray("representation");
        types.forEach(type -> representations.addObject().put("@mediaType", type));
    }

    private String wadl() {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("application");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeStartElement("resources");
            xml.writeAttribute("base", base);
            for (ServiceResource resource : ServiceResource.ALL) {
                xml.writeStartElement("resource");
                xml.writeAttribute("path", resource.path());
                get(xml, resource);
                post(xml, resource);
                xml.writeEndElement();
            }
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        return text.toString();
    }

    private static void get(XMLStreamWriter xml, ServiceResource resource) throws XMLStreamException {
        if (resource.get().isEmpty()) {
            return;
        }
        xml.writeStartElement("method");
        xml.writeAttribute("name", "GET");
        xml.writeStartElement("request");
        for (String name : resource.query()) {
            xml.writeEmptyElement("param");
            xml.writeAttribute("name", name);
            xml.writeAttribute("style", "query");
        }
        xml.writeEndElement();
        representations(xml, "response", resource.get());
        xml.writeEndElement();
    }

    private static void post(XMLStreamWriter xml, ServiceResource resource) throws XMLStreamException {
        if (!resource.post().isEmpty()) {
            xml.writeStartElement("method");
            xml.writeAttribute("name", "POST");
            representations(xml, "request", resource.post());
            xml.writeEndElement();
        }
    }

    private static void representations(XMLStreamWriter xml, String of, List<String> types) throws XMLStreamException {
        xml.writeStartElement(of);
        for (String type : types) {
            xml.writeEmptyElement("representation");
            xml.writeAttribute("mediaType", type);
        }
        xml.writeEndElement();
    }
}
