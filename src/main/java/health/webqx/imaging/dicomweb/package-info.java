/**
 * DICOMweb (PS3.18): {@link health.webqx.imaging.dicomweb.DicomWebRoutes} is the table of routes, one class does each
 * transaction. A request is authorised as the FHIR interaction on its ImagingStudy; where the permit says so,
 * {@link health.webqx.imaging.dicomweb.DeidentifiedStudies} stand in for the catalogue's. May use {@code access},
 * {@code catalogue}, {@code pacs}, {@code dicom} and the shared vocabulary.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicomweb;
