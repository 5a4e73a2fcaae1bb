/**
 * DICOMweb (PS3.18): {@link health.webqx.imaging.dicomweb.DicomWebRoutes} is the table of routes, one class does each
 * transaction. A request is authorised as the FHIR interaction on its ImagingStudy. What is asked for again is kept by
 * {@code cache}. May use {@code access}, {@code cache}, {@code catalogue}, {@code pacs}, {@code rendering}, {@code dicom} and the shared vocabulary.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicomweb;
