package health.webqx.imaging.dicom.validate;

import health.webqx.imaging.dicom.DicomFile;
import java.util.List;

/** Checks files against the standard. */
public final class DicomValidator {
    private DicomValidator() {}

    /**
     * All that is found, in the order of the checks: file, values, attributes of the IOD, pixel data. At most a thousand
     * violations are told, and that there are more. Bulk values are not read.
     */
    public static List<Violation> validate(DicomFile file) {
        Violations violations = new Violations();
        FileRules.check(file, violations);
        new ValueRules(violations).check(file.meta());
        new ValueRules(violations).check(file.dataSet());
        new IodRules(violations).check(file);
        PixelRules.check(file, violations);
        return violations.list();
    }
}
