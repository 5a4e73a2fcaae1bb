package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;

/** An archive as an Endpoint (SMART Imaging Access): its address is this server's, whatever the archive's own is. */
final class EndpointRecord {
    private static final String PREFIX = "Endpoint/pacs-";
    private static final String CONNECTION_TYPE = "http://terminology.hl7.org/CodeSystem/endpoint-connection-type";

    private static final String[] REQUIRES_TOKEN = {
        "http://fhir.org/argonaut/smart-imaging/StructureDefinition/requires-access-token",
        "http://hl7.org/fhir/smart-app-launch/StructureDefinition/requires-access-token"
    };

    private EndpointRecord() {}

    static String reference(String archive) {
        return PREFIX + archive;
    }

    static ResourceKey key(String archive) {
        return new ResourceKey("Endpoint", reference(archive).substring("Endpoint/".length()));
    }

    /** The archive an Endpoint of ours stands for; a text no archive is called for any other. */
    static String archive(String reference) {
        return reference.startsWith(PREFIX) ? reference.substring(PREFIX.length()) : "";
    }

    static ObjectNode endpoint(String archive, String address) {
        ObjectNode endpoint = ResourceJson.object();
        endpoint.put("resourceType", "Endpoint");
        for (String url : REQUIRES_TOKEN) {
            endpoint.withArray("extension").addObject().put("url", url).put("valueBoolean", true);
        }
        endpoint.put("status", "active");
        endpoint.putObject("connectionType").put("system", CONNECTION_TYPE).put("code", "dicom-wado-rs");
        endpoint.put("name", archive);
        endpoint.putArray("payloadType").addObject().put("text", "DICOM");
        endpoint.putArray("payloadMimeType").add("application/dicom");
        endpoint.put("address", address);
        return endpoint;
    }
}
