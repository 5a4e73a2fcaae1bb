package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** An ImagingStudy as the catalogue writes it, without id and version. Not to be changed once it is here. */
record CatalogueEntry(ObjectNode imagingStudy) {
    CatalogueEntry {
        imagingStudy = imagingStudy.deepCopy();
        imagingStudy.remove(List.of("id", "meta"));
    }

    boolean isIn(String archive) {
        return endpoints().contains(EndpointRecord.reference(archive));
    }

    int instances() {
        return imagingStudy.path("numberOfInstances").asInt();
    }

    /** The PatientID in the archives. */
    Optional<String> patientId() {
        return text(imagingStudy.path("subject").path("identifier").path("value"));
    }

    /** Whether it is a Patient's, and not this one's: the same PatientID may be two people's in two archives. */
    boolean isOfAnotherThan(Optional<ResourceKey> patient) {
        Optional<String> owner = text(imagingStudy.path("subject").path("reference"));
        return owner.isPresent() && patient.isPresent() && !owner.equals(patient.map(ResourceKey::reference));
    }

    /** The system that PatientID is of; no text when there is none. */
    String patientSystem() {
        return imagingStudy.path("subject").path("identifier").path("system").asText();
    }

    /** Held by that archive too. */
    CatalogueEntry alsoIn(String archive) {
        SortedSet<String> endpoints = endpoints();
        endpoints.add(EndpointRecord.reference(archive));
        return with(endpoints);
    }

    /** Held wherever the other is as well. */
    CatalogueEntry alsoWhere(CatalogueEntry other) {
        SortedSet<String> endpoints = endpoints();
        endpoints.addAll(other.endpoints());
        return with(endpoints);
    }

    /** Without that archive; nothing when no other holds it. */
    Optional<CatalogueEntry> without(String archive) {
        SortedSet<String> endpoints = endpoints();
        boolean held = endpoints.remove(EndpointRecord.reference(archive));
        if (!held) {
            return Optional.of(this);
        }
        return endpoints.isEmpty() ? Optional.empty() : Optional.of(with(endpoints));
    }

    /** Of that Patient, or of one who is not known here. */
    CatalogueEntry ownedBy(Optional<ResourceKey> patient) {
        ObjectNode changed = imagingStudy.deepCopy();
        ObjectNode subject = changed.putObject("subject");
        patient.ifPresent(key -> subject.put("reference", key.reference()));
        imagingStudy.path("subject").properties().stream()
                .filter(each -> !each.getKey().equals("reference"))
                .forEach(each -> subject.set(each.getKey(), each.getValue()));
        return new CatalogueEntry(changed);
    }

    private CatalogueEntry with(SortedSet<String> endpoints) {
        ObjectNode changed = imagingStudy.deepCopy();
        ArrayNode references = changed.putArray("endpoint");
        endpoints.forEach(endpoint -> references.addObject().put("reference", endpoint));
        return new CatalogueEntry(changed);
    }

    private SortedSet<String> endpoints() {
        SortedSet<String> endpoints = new TreeSet<>();
        imagingStudy
                .path("endpoint")
                .forEach(each -> endpoints.add(each.path("reference").asText()));
        return endpoints;
    }

    private static Optional<String> text(JsonNode node) {
        return node.asText().isEmpty() ? Optional.empty() : Optional.of(node.asText());
    }
}
