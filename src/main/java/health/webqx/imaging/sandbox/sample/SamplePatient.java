package health.webqx.imaging.sandbox.sample;

import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The sample patients, as the hospital's archive knows them. */
enum SamplePatient {
    ANNA("WQX-1001", "Keller^Anna", "F", LocalDate.of(1979, 3, 14)),
    BEN("WQX-1002", "Okafor^Ben", "M", LocalDate.of(1965, 11, 2)),
    CARLA("WQX-1003", "Ruiz^Carla", "F", LocalDate.of(1991, 7, 28));

    private final String patientId;
    private final String name;
    private final String sex;
    private final LocalDate born;

    SamplePatient(String patientId, String name, String sex, LocalDate born) {
        this.patientId = patientId;
        this.name = name;
        this.sex = sex;
        this.born = born;
    }

    /** The Patient and Patient Study modules (PS3.3 C.7.1.1, C.7.2.2). */
    void describe(DataSetBuilder instance, LocalDate studied) {
        instance.put(Tag.PatientID, patientId)
                .put(Tag.PatientName, name)
                .put(Tag.PatientSex, sex)
                .put(Tag.PatientBirthDate, born.format(DateTimeFormatter.BASIC_ISO_DATE))
                .put(
                        Tag.PatientAge,
                        String.format(
                                Locale.ROOT,
                                "%03dY",
                                Period.between(born, studied).getYears()));
    }
}
