package health.webqx.imaging.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** An access as an AuditEvent after IHE BALP 1.1: {@code Read, Query, Create…} and their {@code Patient} variants. */
final class BalpEvent {
    private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String PROFILES = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
    private static final String ENTITY_TYPES = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType";
    private static final String TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
    private static final String SUBTYPES = "https://webqx.health/fhir/CodeSystem/audit-subtype";
    private static final String REASONS = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final ObjectNode APPLICATION = coding(DCM, "110150", "Application");
    private static final ObjectNode CUSTODIAN = coding(PARTICIPATION, "CST", "custodian");
    private static final ObjectNode SOURCE_ROLE = coding(DCM, "110153", "Source Role ID");
    private static final ObjectNode DESTINATION_ROLE = coding(DCM, "110152", "Destination Role ID");

    private final AccessRecord access;
    private final Optional<String> patient;
    private final String server;
    private final ObjectNode event = ResourceJson.object();

    private BalpEvent(AccessRecord access, Optional<String> patient, String server) {
        this.access = access;
        this.patient = patient;
        this.server = server;
    }

    /**
     * The event of an access to one patient's record, or to none.
     *
     * @param server this server's base URL
     */
    static ObjectNode of(AccessRecord access, Optional<String> patient, String server) {
        BalpEvent event = new BalpEvent(access, patient, server);
        event.head();
        event.agents();
        event.source();
        event.entities();
        return event.event;
    }

    private void head() {
        RestInteraction interaction = access.interaction();
        event.put("resourceType", "AuditEvent");
        event.putObject("meta")
                .putArray("profile")
                .add(PROFILES + (patient.isPresent() ? "Patient" : "") + interaction.profile());
        event.set(
                "type", coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation"));
        ArrayNode subtypes = event.putArray("subtype");
        subtypes.add(coding("http://hl7.org/fhir/restful-interaction", interaction.code(), interaction.code()));
        access.images().code().ifPresent(code -> subtypes.add(coding(SUBTYPES, code, code)));
        access.emergency().ifPresent(reason -> subtypes.add(coding(SUBTYPES, "break-glass", "break the glass")));
        if (access.deidentified()) {
            subtypes.add(coding(SUBTYPES, "de-identified", "de-identified"));
        }
        event.put("action", interaction.action());
        event.put("recorded", ResourceJson.instant(access.when()));
        access.emergency().ifPresent(reason -> event.putArray("purposeOfEvent").add(emergency(reason)));
        event.put("outcome", Integer.toString(access.outcome().code()));
        if (!access.outcome().description().isEmpty()) {
            event.put("outcomeDesc", access.outcome().description());
        }
    }

    private void agents() {
        AccessRecord.Agent agent = access.agent();
        ArrayNode agents = event.putArray("agent");
        ObjectNode client = agents.addObject();
        client.set("type", concept(clientRole()));
        client.putObject("who").put("display", orUnknown(agent.client()));
        client.put("name", orUnknown(agent.client()));
        client.put("requestor", false);
        client.putObject("network").put("address", agent.address()).put("type", "2");
        ObjectNode self = agents.addObject();
        self.set("type", concept(serverRole()));
        self.putObject("who").put("display", "WebQX Imaging");
        self.put("requestor", false);
        self.putObject("network").put("address", server).put("type", "5");
        user(agents.addObject(), agent);
    }

    /** Nothing flows where something is deleted. */
    private ObjectNode clientRole() {
        if (access.interaction() == RestInteraction.DELETE) {
            return APPLICATION;
        }
        return access.interaction().discloses() ? DESTINATION_ROLE : SOURCE_ROLE;
    }

    private ObjectNode serverRole() {
        if (access.interaction() == RestInteraction.DELETE) {
            return CUSTODIAN;
        }
        return access.interaction().discloses() ? SOURCE_ROLE : DESTINATION_ROLE;
    }

    private void user(ObjectNode user, AccessRecord.Agent agent) {
        user.set("type", concept(coding(PARTICIPATION, "IRCP", "information recipient")));
        ObjectNode who = user.putObject("who");
        if (agent.user().contains("/")) {
            who.put("reference", agent.user());
        } else {
            who.put("display", orUnknown(agent.user()));
            user.put("name", orUnknown(agent.user()));
        }
        user.put("requestor", true);
        if (!agent.tokenId().isEmpty()) {
            user.putArray("policy").add("urn:webqx:token:" + agent.tokenId());
        }
        if (!agent.userAgent().isEmpty()) {
            user.put("altId", agent.userAgent());
        }
        if (!access.purposes().isEmpty()) {
            ArrayNode purposes = user.putArray("purposeOfUse");
            access.purposes().stream().sorted().forEach(code -> purposes.add(concept(coding(REASONS, code, code))));
        }
    }

    private void source() {
        ObjectNode source = event.putObject("source");
        source.put("site", server);
        source.putObject("observer").put("display", "WebQX Imaging");
        source.putArray("type")
                .add(coding("http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server"));
    }

    private void entities() {
        ArrayNode entities = event.putArray("entity");
        patient.ifPresent(id -> {
            ObjectNode entity = entity(entities, coding(TYPE, "1", "Person"), coding(ROLE, "1", "Patient"));
            entity.putObject("what").put("reference", "Patient/" + id);
        });
        data(entities);
        access.rawQuery().ifPresent(query -> {
            ObjectNode entity = entity(entities, coding(TYPE, "2", "System Object"), coding(ROLE, "24", "Query"));
            entity.put("query", Base64.getEncoder().encodeToString(query.getBytes(StandardCharsets.UTF_8)));
        });
        identified(entities, "XrequestId", access.requestId());
        if (!access.agent().tokenId().isEmpty()) {
            identified(entities, "TokenId", access.agent().tokenId());
        }
    }

    private void data(ArrayNode entities) {
        if (access.resource().isEmpty()) {
            return;
        }
        ObjectNode entity = entity(entities, coding(TYPE, "2", "System Object"), coding(ROLE, "4", "Domain Resource"));
        ObjectNode what = entity.putObject("what");
        access.study().ifPresent(uid -> what.putObject("identifier")
                .put("system", "urn:dicom:uid")
                .put("value", "urn:oid:" + uid));
        if (access.resource().contains("/")) {
            what.put("reference", access.resource());
        } else {
            what.put("type", access.resource());
        }
    }

    private static void identified(ArrayNode entities, String code, String value) {
        ObjectNode entity = entities.addObject();
        entity.putObject("what").putObject("identifier").put("value", value);
        entity.set("type", coding(ENTITY_TYPES, code, code));
    }

    private static ObjectNode entity(ArrayNode entities, ObjectNode type, ObjectNode role) {
        ObjectNode entity = entities.addObject();
        entity.set("type", type);
        entity.set("role", role);
        return entity;
    }

    private static ObjectNode coding(String system, String code, String display) {
        return ResourceJson.object().put("system", system).put("code", code).put("display", display);
    }

    private static ObjectNode emergency(String reason) {
        ObjectNode purpose = concept(coding(REASONS, "BTG", "break the glass"));
        return purpose.put("text", reason);
    }

    private static ObjectNode concept(ObjectNode coding) {
        ObjectNode concept = ResourceJson.object();
        concept.putArray("coding").add(coding);
        return concept;
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? "unknown" : text;
    }
}
