package health.webqx.imaging.sandbox.sample;

import static health.webqx.imaging.sandbox.sample.Attributes.code;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.sandbox.sample.phantom.Grain;
import health.webqx.imaging.sandbox.sample.phantom.Head;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ben's head: 24 axial slices, once weighted by T1 and once by T2. */
final class BrainMr {
    static final SampleStudy STUDY = new SampleStudy(
            "ben-okafor/brain-mr",
            SamplePatient.BEN,
            "A1003",
            LocalDateTime.of(2026, 5, 11, 10, 40),
            "MR brain without contrast");

    private static final Uid MR_IMAGE = Uid.of("1.2.840.10008.5.1.4.1.1.4");
    private static final int SLICES = 24;
    private static final double DISTANCE = 5.5;
    private static final double LOWEST = 8;
    private static final int SIZE = 256;
    private static final double SPACING = 0.86;
    private static final double NOISE = 14;
    private static final Pixels.Grey GREY = new Pixels.Grey("MONOCHROME2", 12, false);
    private static final Head HEAD = new Head();
    private static final String SCANNER =
            """
            ImageType ORIGINAL\\PRIMARY\\OTHER
            BodyPartExamined HEAD
            PatientPosition HFS
            ScanningSequence SE
            SequenceVariant SK
            ScanOptions
            MRAcquisitionType 2D
            MagneticFieldStrength 1.5
            ImagedNucleus 1H
            NumberOfAverages 1
            StationName MR1
            DeviceSerialNumber 1003
            PositionReferenceIndicator
            AcquisitionNumber 1
            ImageOrientationPatient 1\\0\\0\\0\\1\\0
            BurnedInAnnotation NO
            """;

    /**
     * How tissues look.
     *
     * @param signal that each tissue gives
     */
    private record Weighting(int series, String name, String attributes, Map<Head.Tissue, Integer> signal) {
        int signalOf(Head.Tissue tissue) {
            return Objects.requireNonNull(signal.get(tissue));
        }

        SampleStudy.Series inStudy() {
            return STUDY.series(series, "MR", name);
        }
    }

    private static final Weighting T1 = new Weighting(
            1,
            "Axial T1",
            """
            RepetitionTime 520
            EchoTime 12
            EchoTrainLength 1
            FlipAngle 90
            WindowCenter 420
            WindowWidth 900
            """,
            signals(820, 60, 130, 420, 620, 470, 150));
    private static final Weighting T2 = new Weighting(
            2,
            "Axial T2",
            """
            RepetitionTime 4200
            EchoTime 98
            EchoTrainLength 12
            FlipAngle 90
            WindowCenter 520
            WindowWidth 1100
            """,
            signals(560, 40, 1020, 560, 390, 440, 960));

    private BrainMr() {}

    private static Map<Head.Tissue, Integer> signals(
            int scalp, int skull, int fluid, int grey, int white, int nucleus, int vitreous) {
        return new EnumMap<>(Map.of(
                Head.Tissue.AIR, 0,
                Head.Tissue.SCALP, scalp,
                Head.Tissue.SKULL, skull,
                Head.Tissue.FLUID, fluid,
                Head.Tissue.GREY, grey,
                Head.Tissue.WHITE, white,
                Head.Tissue.NUCLEUS, nucleus,
                Head.Tissue.VITREOUS, vitreous));
    }

    static Stream<SampleFile> files() {
        return Stream.of(T1, T2).flatMap(weighting -> IntStream.rangeClosed(1, SLICES)
                .mapToObj(number -> weighting.inStudy().file(number, () -> slice(weighting, number))));
    }

    private static DataSet slice(Weighting weighting, int number) {
        double z = LOWEST + (number - 1) * DISTANCE;
        double corner = -(SIZE - 1) / 2.0 * SPACING;
        DataSetBuilder slice = weighting.inStudy().instance(number, MR_IMAGE);
        Attributes.put(slice, SCANNER);
        Attributes.put(slice, weighting.attributes());
        slice.put(Tag.FrameOfReferenceUID, SampleUid.of(STUDY.folder() + "/frame-of-reference"))
                .putItems(Tag.AnatomicRegionSequence, code("12738006", "SCT", "Brain"))
                .putDoubles(Tag.SliceThickness, 5)
                .putDoubles(Tag.SpacingBetweenSlices, DISTANCE)
                .putDoubles(Tag.PixelSpacing, SPACING, SPACING)
                .putDoubles(Tag.ImagePositionPatient, corner, corner, z)
                .putDoubles(Tag.SliceLocation, z);
        Pixels.put(slice, GREY, SIZE, signal(weighting, z, number));
        return slice.build();
    }

    private static float[] signal(Weighting weighting, double z, int number) {
        float[] values = new float[SIZE * SIZE];
        Grain real = new Grain(1003 + weighting.series());
        Grain imaginary = new Grain(2003 + weighting.series());
        for (int pixel = 0; pixel < values.length; pixel++) {
            int column = pixel % SIZE;
            int row = pixel / SIZE;
            double signal = mean(weighting, column, row, z);
            double u = signal + NOISE * real.normal(column, row, number);
            double v = NOISE * imaginary.normal(column, row, number);
            values[pixel] = (float) Math.sqrt(u * u + v * v);
        }
        return values;
    }

    /** Four points of a pixel, which may lie in different tissues. */
    private static double mean(Weighting weighting, int column, int row, double z) {
        double sum = 0;
        for (int part = 0; part < 4; part++) {
            double x = (column - SIZE / 2.0 + 0.25 + part % 2 * 0.5) * SPACING;
            double y = (row - SIZE / 2.0 + 0.25 + (part >> 1) * 0.5) * SPACING;
            sum += weighting.signalOf(HEAD.at(x, y, z));
        }
        return sum / 4;
    }
}
