package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import java.util.ArrayList;
import java.util.List;

/** Says in the instance that it was de-identified, and how (PS3.15 E.1.1, PS3.3 C.7.1.1 and C.12.1). */
final class DeidentificationMethod {
    private static final String BASIC_CODE = "113100";
    private static final String BASIC_MEANING = "Basic Application Confidentiality Profile";

    private DeidentificationMethod() {}

    static DataSet declaredIn(DataSet dataSet, ConfidentialityProfile profile) {
        List<DataSet> codes = new ArrayList<>();
        codes.add(code(BASIC_CODE, BASIC_MEANING));
        profile.options().stream().sorted().forEach(option -> codes.add(code(option.code(), option.meaning())));
        DataSetBuilder builder = dataSet.toBuilder()
                .put(Tag.PatientIdentityRemoved, "YES")
                .put(Tag.DeidentificationMethod, "WebQX Imaging, PS3.15 table E.1-1")
                .putItems(Tag.DeidentificationMethodCodeSequence, codes)
                .put(Tag.LongitudinalTemporalInformationModified, temporal(profile));
        return builder.build();
    }

    private static String temporal(ConfidentialityProfile profile) {
        if (profile.has(ProfileOption.RETAIN_FULL_DATES)) {
            return "UNMODIFIED";
        }
        return profile.has(ProfileOption.RETAIN_SHIFTED_DATES) ? "MODIFIED" : "REMOVED";
    }

    private static DataSet code(String value, String meaning) {
        return DataSet.builder()
                .put(Tag.CodeValue, value)
                .put(Tag.CodingSchemeDesignator, "DCM")
                .put(Tag.CodeMeaning, meaning)
                .build();
    }
}
