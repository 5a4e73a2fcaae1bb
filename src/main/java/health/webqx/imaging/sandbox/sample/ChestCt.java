package health.webqx.imaging.sandbox.sample;

import static health.webqx.imaging.sandbox.sample.Attributes.code;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.sandbox.sample.phantom.Grain;
import health.webqx.imaging.sandbox.sample.phantom.Thorax;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Anna's chest: 64 axial slices with contrast, a nodule in the right upper lobe, and the report that measures it. */
final class ChestCt {
    static final SampleStudy STUDY = new SampleStudy(
            "anna-keller/chest-ct",
            SamplePatient.ANNA,
            "A1001",
            LocalDateTime.of(2026, 3, 2, 9, 12),
            "CT chest with contrast");

    private static final Uid CT_IMAGE = Uid.of("1.2.840.10008.5.1.4.1.1.2");
    private static final SampleStudy.Series VOLUME = STUDY.series(1, "CT", "Axial 4 mm");
    private static final int SLICES = 64;
    private static final double THICKNESS = Thorax.HEIGHT / SLICES;
    private static final int SIZE = 512;
    private static final double SPACING = 0.74;
    private static final int INTERCEPT = -1024;
    private static final double NOISE = 12;
    private static final Pixels.Grey GREY = new Pixels.Grey("MONOCHROME2", 12, false);
    private static final String SCANNER =
            """
            ImageType ORIGINAL\\PRIMARY\\AXIAL
            BodyPartExamined CHEST
            PatientPosition HFS
            ContrastBolusAgent Iohexol
            ScanOptions HELIX
            KVP 120
            XRayTubeCurrent 210
            ExposureTime 500
            ConvolutionKernel STANDARD
            RotationDirection CW
            GantryDetectorTilt 0
            StationName CT1
            DeviceSerialNumber 1001
            PositionReferenceIndicator
            AcquisitionNumber 1
            ImageOrientationPatient 1\\0\\0\\0\\1\\0
            RescaleSlope 1
            RescaleType HU
            WindowCenter 40\\-550
            WindowWidth 400\\1600
            WindowCenterWidthExplanation MEDIASTINUM\\LUNG
            BurnedInAnnotation NO
            """;

    private ChestCt() {}

    static Stream<SampleFile> files() {
        Thorax thorax = Thorax.ofWoman();
        return Stream.concat(
                IntStream.rangeClosed(1, SLICES).mapToObj(number -> VOLUME.file(number, () -> slice(thorax, number))),
                Stream.of(ChestCtReport.file()));
    }

    /** The slices are numbered from the shoulders down. */
    static Uid sliceAt(double z) {
        return VOLUME.instanceUid((int) Math.round(SLICES - z / THICKNESS + 0.5));
    }

    private static DataSet slice(Thorax thorax, int number) {
        double z = (SLICES - number + 0.5) * THICKNESS;
        double corner = -(SIZE - 1) / 2.0 * SPACING;
        DataSetBuilder slice = VOLUME.instance(number, CT_IMAGE);
        Attributes.put(slice, SCANNER);
        slice.put(Tag.FrameOfReferenceUID, SampleUid.of(STUDY.folder() + "/frame-of-reference"))
                .putItems(Tag.AnatomicRegionSequence, code("51185008", "SCT", "Chest"))
                .putDoubles(Tag.SliceThickness, THICKNESS)
                .putDoubles(Tag.SpacingBetweenSlices, THICKNESS)
                .putDoubles(Tag.PixelSpacing, SPACING, SPACING)
                .putDoubles(Tag.ImagePositionPatient, corner, corner, z)
                .putDoubles(Tag.SliceLocation, z)
                .put(Tag.AcquisitionDate, SampleStudy.date(STUDY.started()))
                .put(Tag.AcquisitionTime, SampleStudy.time(STUDY.started().plusSeconds(240)))
                .putInts(Tag.RescaleIntercept, INTERCEPT);
        Pixels.put(slice, GREY, SIZE, stored(thorax, z, number));
        return slice.build();
    }

    private static float[] stored(Thorax thorax, double z, int number) {
        float[] values = thorax.slice(z, SIZE, SPACING).values();
        Grain grain = new Grain(1001);
        for (int pixel = 0; pixel < values.length; pixel++) {
            double noise = NOISE * grain.normal(pixel % SIZE, pixel / SIZE, number);
            values[pixel] += (float) noise - INTERCEPT;
        }
        return values;
    }

    /** Series and instance that a report has looked at, as its evidence (PS3.3 C.17.2, macro 10-3). */
    static DataSet evidence(List<Uid> instances) {
        List<DataSet> references = instances.stream()
                .map(instance -> DataSet.builder()
                        .put(Tag.ReferencedSOPClassUID, CT_IMAGE)
                        .put(Tag.ReferencedSOPInstanceUID, instance)
                        .build())
                .toList();
        DataSet series = DataSet.builder()
                .put(Tag.SeriesInstanceUID, VOLUME.uid())
                .putItems(Tag.ReferencedSOPSequence, references)
                .build();
        return DataSet.builder()
                .put(Tag.StudyInstanceUID, STUDY.uid())
                .putItems(Tag.ReferencedSeriesSequence, series)
                .build();
    }
}
