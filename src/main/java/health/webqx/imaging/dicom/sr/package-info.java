/**
 * Structured reports (PS3.3 A.35, C.17.3; PS3.16): the tree of content items as data, and as a document for people. Uses
 * {@code dicom}. Start reading at {@link health.webqx.imaging.dicom.sr.StructuredReport}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicom.sr;
