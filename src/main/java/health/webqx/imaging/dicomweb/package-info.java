/**
 * DICOMweb (PS3.18): {@link health.webqx.imaging.dicomweb.DicomWebRoutes} is the table of routes, one class does each
 * transaction. A request is authorised as the FHIR interaction on its ImagingStudy: read for WADO, search for QIDO, create
 * for STOW. A search begins in {@link health.webqx.imaging.dicomweb.SearchTransaction}, which asks the catalogue and, for what
 * that does not hold, the archives; what is sent begins in {@link health.webqx.imaging.dicomweb.StoreTransaction} (decision
 * record 014). Where the permit says so, {@link health.webqx.imaging.dicomweb.DeidentifiedStudies} stand in for the
 * catalogue's. What is asked for again is kept by {@code cache} (decision record 015). May use {@code access}, {@code cache},
 * {@code catalogue}, {@code pacs}, {@code rendering}, {@code dicom} and the shared vocabulary.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicomweb;
