package health.webqx.imaging.access;

import health.webqx.imaging.access.consent.ImageAccess;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.resource.ResourceKey;
import java.util.Optional;
import java.util.Set;

/**
 * What a request wants to do, in FHIR's terms; a DICOMweb request is the interaction on its ImagingStudy.
 *
 * @param interaction what
 * @param type to resources of which type
 * @param target to which resource, when the request names one
 * @param alsoTouched the types that includes may bring along
 * @param namedPatients the patients a search names
 * @param study StudyInstanceUID of a DICOMweb request
 * @param access how much of studies it asks for
 */
public record AccessRequest(
        RestInteraction interaction,
        String type,
        Optional<ResourceKey> target,
        Set<String> alsoTouched,
        Set<String> namedPatients,
        Optional<String> study,
        ImageAccess access) {
    private AccessRequest(
            RestInteraction interaction,
            String type,
            Optional<ResourceKey> target,
            Set<String> alsoTouched,
            Set<String> namedPatients,
            Optional<String> study) {
        this(interaction, type, target, alsoTouched, namedPatients, study, ImageAccess.METADATA);
    }

    /** An interaction with one resource. */
    public static AccessRequest on(RestInteraction interaction, ResourceKey target) {
        return new AccessRequest(interaction, target.type(), Optional.of(target), Set.of(), Set.of(), Optional.empty());
    }

    /** A creation of a resource whose id is not known yet. */
    public static AccessRequest create(String type) {
        return onAny(RestInteraction.CREATE, type);
    }

    /** An interaction with a resource of a type that is not known yet, or with all of them. */
    public static AccessRequest onAny(RestInteraction interaction, String type) {
        return new AccessRequest(interaction, type, Optional.empty(), Set.of(), Set.of(), Optional.empty());
    }

    /** A search of a type. */
    public static AccessRequest search(String type, Set<String> alsoTouched, Set<String> namedPatients) {
        return new AccessRequest(
                RestInteraction.SEARCH, type, Optional.empty(), alsoTouched, namedPatients, Optional.empty());
    }

    /** A search of several types, each as far as a scope reaches: one that reaches one of them is enough. */
    public static AccessRequest searchSystem(Set<String> types, Set<String> namedPatients) {
        return new AccessRequest(
                RestInteraction.SEARCH_SYSTEM, "Resource", Optional.empty(), types, namedPatients, Optional.empty());
    }

    /** The versions of every resource of a type. */
    public static AccessRequest history(String type) {
        return onAny(RestInteraction.HISTORY_TYPE, type);
    }

    /** The versions of everything: for scopes that are on every type. */
    public static AccessRequest history(Set<String> everyType) {
        return new AccessRequest(
                RestInteraction.HISTORY_SYSTEM, "Resource", Optional.empty(), everyType, Set.of(), Optional.empty());
    }

    /** A patient's whole record: a search of each of the types. */
    public static AccessRequest everything(ResourceKey patient, Set<String> types) {
        return new AccessRequest(
                RestInteraction.OPERATION, "Patient", Optional.of(patient), types, Set.of(), Optional.empty());
    }

    /** An export of resources of these types, each as far as a scope reaches: one that reaches one of them is enough. */
    public static AccessRequest export(Set<String> types) {
        return new AccessRequest(
                RestInteraction.EXPORT, "Resource", Optional.empty(), types, Set.of(), Optional.empty());
    }

    /** A read of what a study's objects hold, by its ImagingStudy. */
    public static AccessRequest objectsOf(ResourceKey study) {
        return new AccessRequest(
                RestInteraction.READ,
                study.type(),
                Optional.of(study),
                Set.of(),
                Set.of(),
                Optional.empty(),
                ImageAccess.DICOM);
    }

    /** A WADO request: a read of the study's ImagingStudy. */
    public static AccessRequest wado(String studyInstanceUid, ImageAccess access) {
        return new AccessRequest(
                RestInteraction.READ,
                "ImagingStudy",
                Optional.empty(),
                Set.of(),
                Set.of(),
                Optional.of(studyInstanceUid),
                access);
    }

    /** A STOW request: a creation of ImagingStudies by their instances; of one study when it is named. */
    public static AccessRequest stow(Optional<String> studyInstanceUid) {
        return new AccessRequest(
                RestInteraction.CREATE,
                "ImagingStudy",
                Optional.empty(),
                Set.of(),
                Set.of(),
                studyInstanceUid,
                ImageAccess.DICOM);
    }

    /** A QIDO request: a search of ImagingStudy; within one study when it is named. */
    public static AccessRequest qido(Optional<String> studyInstanceUid) {
        return new AccessRequest(
                RestInteraction.SEARCH,
                "ImagingStudy",
                Optional.empty(),
                Set.of("Patient"),
                Set.of(),
                studyInstanceUid);
    }

    /** Whether images themselves are brought, and not only what points to images. */
    boolean bringsImages() {
        return interaction == RestInteraction.CREATE && access == ImageAccess.DICOM;
    }

    /** Whether it may tell of accesses themselves. */
    boolean tellsOfAccesses() {
        return type.equals("AuditEvent") || alsoTouched.contains("AuditEvent");
    }

    /** What the audit names as touched when nothing more exact is known: the resource, or its type. */
    String subject() {
        return target.map(ResourceKey::reference).orElse(type);
    }
}
