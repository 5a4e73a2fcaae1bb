/**
 * Orthanc as an archive, over its REST API and its DICOMweb plugin (seen: 1.10.1 with DICOMweb 1.7). Whatever reads an
 * address from Orthanc's own answers is built here from parsed UIDs and Orthanc identifiers. Start at
 * {@link health.webqx.imaging.pacs.orthanc.OrthancArchive}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.pacs.orthanc;
