/**
 * De-identification by the Basic Application Level Confidentiality Profile and its options (PS3.15 annex E), of files as
 * they stream and of data sets. Which attribute is treated how stands in {@code confidentiality.tsv} and
 * {@code safe-private.tsv}; attributes that no line is about are treated by their VR. Uses {@code dicom} and
 * {@code dicom.iod}. Start reading at {@link health.webqx.imaging.dicom.deidentify.Deidentifier}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicom.deidentify;
