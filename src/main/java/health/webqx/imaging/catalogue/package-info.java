/**
 * Which archive holds a study, as FHIR: every study of every archive is an ImagingStudy in the store, with the Endpoint of
 * each archive that holds it. The only place where FHIR and DICOM meet. {@link health.webqx.imaging.catalogue.Catalogue}
 * answers where a study lies; {@link health.webqx.imaging.catalogue.CatalogueJob} keeps it true;
 * {@link health.webqx.imaging.catalogue.StudyIntake} decides whose an instance that comes in would be. May use {@code store},
 * {@code pacs}, {@code dicom} and the shared vocabulary.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.catalogue;
