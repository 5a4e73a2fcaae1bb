package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.resource.ResourceJson;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An encapsulated PDF as a DocumentReference: its content stays in the archive, at an address of DICOMweb's that is under the
 * rules of its study.
 */
public final class LetterResource {
    private LetterResource() {}

    /**
     * The DocumentReference, under the same id each time.
     *
     * @param base address of DICOMweb
     */
    public static ObjectNode of(DataSet dataSet, Holding holding, String base) {
        String uid = "urn:oid:" + dataSet.string(Tag.SOPInstanceUID).orElse("");
        ObjectNode resource = ResourceJson.object();
        resource.put("resourceType", "DocumentReference");
        resource.put(
                "id",
                UUID.nameUUIDFromBytes((uid + "#document").getBytes(StandardCharsets.UTF_8))
                        .toString());
        resource.putObject("masterIdentifier")
                .put("system", "urn:ietf:rfc:3986")
                .put("value", uid);
        resource.put("status", "current");
        dataSet.items(Tag.ConceptNameCodeSequence).stream()
                .findFirst()
                .ifPresent(item -> Codings.put(
                        resource,
                        "type",
                        new health.webqx.imaging.dicom.sr.Code(
                                item.string(Tag.CodeValue).orElse(""),
                                item.string(Tag.CodingSchemeDesignator).orElse(""),
                                item.string(Tag.CodeMeaning).orElse(""))));
        resource.set("subject", holding.imagingStudy().path("subject").deepCopy());
        dataSet.string(Tag.DocumentTitle).ifPresent(title -> resource.put("description", title));
        ObjectNode attachment = resource.putArray("content").addObject().putObject("attachment");
        attachment.put("contentType", "application/pdf");
        attachment.put("url", ReportResources.rendered(base, dataSet));
        dataSet.string(Tag.DocumentTitle).ifPresent(title -> attachment.put("title", title));
        resource.putObject("context")
                .putArray("related")
                .addObject()
                .put("reference", holding.key().reference());
        return resource;
    }
}
