/**
 * Any archive that speaks DICOMweb (PS3.18), PostDICOM among them. What such archives do differently is evened out here:
 * keys and pages they ignore, rows without the UIDs above them, parts that say they are something else, bodies that are cut
 * off, bulk data at addresses of their own. Start at {@link health.webqx.imaging.pacs.dicomweb.DicomWebArchive}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.pacs.dicomweb;
