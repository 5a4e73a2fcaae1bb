package health.webqx.imaging.dicom.validate;

/** How much a finding matters. */
public enum Severity {
    /** The standard forbids it. */
    ERROR,
    /** Allowed, retired, or not to be decided by a program, and likely to be a mistake. */
    WARNING
}
