package health.webqx.imaging.sandbox.sample;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What the instances of one study share.
 *
 * @param folder its place in the archive, from which its UIDs are derived
 * @param started local time of the hospital, which is UTC
 */
record SampleStudy(
        String folder, SamplePatient patient, String accessionNumber, LocalDateTime started, String description) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
    private static final String HOSPITAL =
            """
            TimezoneOffsetFromUTC +0000
            InstitutionName WebQX Sample Hospital
            ReferringPhysicianName Whitfield^Sam^^Dr.
            Manufacturer WebQX
            ManufacturerModelName Phantom
            SoftwareVersions 1
            """;

    /** A series: its number makes its UID, and each series begins some minutes after the one before. */
    record Series(SampleStudy study, int number, String modality, String description) {
        Uid uid() {
            return SampleUid.of(study.folder + "/" + number);
        }

        Uid instanceUid(int instance) {
            return SampleUid.of(study.folder + "/" + number + "/" + instance);
        }

        /** The attributes of patient, study, series, equipment and instance, to be gone on with. */
        DataSetBuilder instance(int instance, Uid sopClass) {
            LocalDateTime begun = study.started.plusMinutes(4L * number);
            DataSetBuilder builder = DataSet.builder().put(Tag.SpecificCharacterSet, "ISO_IR 192");
            Attributes.put(builder, HOSPITAL);
            study.patient.describe(builder, study.started.toLocalDate());
            study.describe(builder);
            return builder.put(Tag.SOPClassUID, sopClass)
                    .put(Tag.SOPInstanceUID, instanceUid(instance))
                    .put(Tag.SeriesInstanceUID, uid())
                    .putInts(Tag.SeriesNumber, number)
                    .put(Tag.Modality, modality)
                    .put(Tag.SeriesDescription, description)
                    .put(Tag.SeriesDate, date(begun))
                    .put(Tag.SeriesTime, time(begun))
                    .put(Tag.ContentDate, date(begun))
                    .put(Tag.ContentTime, time(begun))
                    .putInts(Tag.InstanceNumber, instance);
        }

        /** One file of this series. */
        SampleFile file(int instance, Supplier<DataSet> content) {
            String name = String.format(Locale.ROOT, "%d/%04d.dcm", number, instance);
            return new SampleFile(study, name, content);
        }
    }

    Series series(int number, String modality, String seriesDescription) {
        return new Series(this, number, modality, seriesDescription);
    }

    Uid uid() {
        return SampleUid.of(folder);
    }

    private void describe(DataSetBuilder builder) {
        builder.put(Tag.StudyInstanceUID, uid())
                .put(Tag.StudyID, accessionNumber.substring(1))
                .put(Tag.AccessionNumber, accessionNumber)
                .put(Tag.StudyDate, date(started))
                .put(Tag.StudyTime, time(started))
                .put(Tag.StudyDescription, description)
                .put(Tag.NameOfPhysiciansReadingStudy, "Moreau^Léna^^Dr.");
    }

    static String date(LocalDateTime moment) {
        return moment.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    static String time(LocalDateTime moment) {
        return moment.format(TIME);
    }
}
