package health.webqx.imaging.access.consent;

/**
 * How much of a study a request is about, which a Consent may tell apart: what may be viewed may not be downloaded
 * (decision record 009).
 */
public enum ImageAccess {
    /** That it exists and what it is: ImagingStudy, QIDO-RS, WADO-RS metadata. */
    METADATA,
    /** Pictures for the eye: rendered images and thumbnails. */
    RENDERED,
    /** The objects themselves: DICOM files, frames and bulk data. */
    DICOM
}
