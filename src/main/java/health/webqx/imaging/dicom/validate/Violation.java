package health.webqx.imaging.dicom.validate;

/**
 * One thing that is not as it should be.
 *
 * @param path of the attribute, as {@code (0040,A730)[1].(0040,A160)} with items counted from 1; empty for the file
 * @param message what is wrong, without any value of the file
 * @param rule part and section of the standard, as {@code PS3.5 6.2}
 */
public record Violation(Severity severity, String path, String message, String rule) {}
