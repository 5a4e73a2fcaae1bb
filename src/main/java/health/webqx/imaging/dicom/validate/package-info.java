/**
 * Whether a file is as the standard wants it: its structure (PS3.10), values (PS3.5, PS3.6), the attributes of its IOD
 * (PS3.3) and its pixel data. Messages name attributes and rules, never values: those are a patient's. Uses {@code dicom}
 * and {@code dicom.iod}. Start reading at {@link health.webqx.imaging.dicom.validate.DicomValidator}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicom.validate;
