package health.webqx.imaging.dicomweb;

import java.util.List;

/**
 * One resource of this service, as the capabilities tell of it (PS3.18 8.9).
 *
 * @param path below the service's address, places in braces
 * @param get media types that can be retrieved, the default first; none where nothing can
 * @param post media types that can be stored; none where nothing can
 * @param query parameters of retrieving it
 */
record ServiceResource(String path, List<String> get, List<String> post, List<String> query) {
    private static final List<String> DATA_SETS =
            List.of("application/dicom+json", "multipart/related; type=\"application/dicom+xml\"");
    private static final List<String> INSTANCES = List.of("multipart/related; type=\"application/dicom\"");
    private static final List<String> OCTETS = List.of("multipart/related; type=\"application/octet-stream\"");
    private static final List<String> OCTETS_OR_BARE =
            List.of("multipart/related; type=\"application/octet-stream\"", "application/octet-stream");
    private static final List<String> PICTURES =
            List.of("image/jpeg", "image/png", "image/gif", "text/html", "application/pdf");
    private static final List<String> THUMBNAILS = List.of("image/jpeg", "image/png", "image/gif");
    private static final List<String> SEARCH =
            List.of("accept", "{attributeID}", "includefield", "fuzzymatching", "limit", "offset");
    private static final List<String> RENDERED = List.of("accept", "viewport", "window", "quality", "annotation");
    private static final List<String> ACCEPT = List.of("accept");

    private static final String STUDY = "/studies/{study}";
    private static final String SERIES = STUDY + "/series/{series}";
    private static final String INSTANCE = SERIES + "/instances/{instance}";

    /** All there are. */
    static final List<ServiceResource> ALL = List.of(
            new ServiceResource("/studies", DATA_SETS, INSTANCES, SEARCH),
            search("/series"),
            search("/instances"),
            search(STUDY + "/series"),
            search(STUDY + "/instances"),
            search(SERIES + "/instances"),
            new ServiceResource(STUDY, INSTANCES, INSTANCES, ACCEPT),
            retrieve(SERIES, INSTANCES),
            retrieve(INSTANCE, List.of("multipart/related; type=\"application/dicom\"", "application/dicom")),
            retrieve(STUDY + "/metadata", DATA_SETS),
            retrieve(SERIES + "/metadata", DATA_SETS),
            retrieve(INSTANCE + "/metadata", DATA_SETS),
            retrieve(STUDY + "/pixeldata", OCTETS),
            retrieve(SERIES + "/pixeldata", OCTETS),
            retrieve(INSTANCE + "/pixeldata", OCTETS),
            retrieve(INSTANCE + "/bulkdata/{path}", OCTETS_OR_BARE),
            retrieve(INSTANCE + "/frames/{frames}", OCTETS_OR_BARE),
            rendered(STUDY),
            rendered(SERIES),
            rendered(INSTANCE),
            rendered(INSTANCE + "/frames/{frames}"),
            thumbnail(STUDY),
            thumbnail(SERIES),
            thumbnail(INSTANCE),
            thumbnail(INSTANCE + "/frames/{frames}"));

    private static ServiceResource search(String path) {
        return new ServiceResource(path, DATA_SETS, List.of(), SEARCH);
    }

    private static ServiceResource retrieve(String path, List<String> types) {
        return new ServiceResource(path, types, List.of(), ACCEPT);
    }

    private static ServiceResource rendered(String path) {
        return new ServiceResource(path + "/rendered", PICTURES, List.of(), RENDERED);
    }

    private static ServiceResource thumbnail(String path) {
        return new ServiceResource(path + "/thumbnail", THUMBNAILS, List.of(), List.of("accept", "viewport"));
    }
}
