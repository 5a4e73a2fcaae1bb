package health.webqx.imaging.sandbox.sample;

import static health.webqx.imaging.sandbox.sample.Attributes.code;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.sandbox.sample.phantom.Grain;
import health.webqx.imaging.sandbox.sample.phantom.Hand;
import java.time.LocalDateTime;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Carla's right hand on a storage phosphor plate: the little finger's metacarpal broken, and six weeks later healed. */
final class HandRadiograph {
    static final SampleStudy FRACTURE = new SampleStudy(
            "carla-ruiz/hand-fracture",
            SamplePatient.CARLA,
            "A1005",
            LocalDateTime.of(2024, 9, 3, 17, 48),
            "Right hand PA");
    static final SampleStudy CONTROL = new SampleStudy(
            "carla-ruiz/hand-control",
            SamplePatient.CARLA,
            "A1006",
            LocalDateTime.of(2024, 10, 15, 11, 5),
            "Right hand PA, control");

    private static final Uid CR_IMAGE = Uid.of("1.2.840.10008.5.1.4.1.1.1");
    private static final double SPACING = 0.1;
    private static final int COLUMNS = 1760;
    private static final int ROWS = 2240;
    private static final double LEFT = -112;
    private static final double TOP = 159;
    private static final Pixels.Grey GREY = new Pixels.Grey("MONOCHROME1", 12, false);
    private static final String PLATE =
            """
            ImageType ORIGINAL\\PRIMARY
            BodyPartExamined HAND
            ViewPosition PA
            Laterality R
            PatientOrientation R\\F
            StationName CR1
            DeviceSerialNumber 1005
            KVP 50
            Exposure 2
            WindowCenter 2048
            WindowWidth 3900
            BurnedInAnnotation NO
            LossyImageCompression 00
            """;

    private HandRadiograph() {}

    static Stream<SampleFile> files() {
        return Stream.of(file(FRACTURE, true), file(CONTROL, false));
    }

    private static SampleFile file(SampleStudy study, boolean fractured) {
        SampleStudy.Series series = study.series(1, "CR", "PA");
        return series.file(1, () -> image(series, new Hand(fractured), study.accessionNumber()));
    }

    private static DataSet image(SampleStudy.Series series, Hand hand, String seed) {
        DataSetBuilder image = series.instance(1, CR_IMAGE);
        Attributes.put(image, PLATE);
        image.putItems(Tag.AnatomicRegionSequence, code("85562004", "SCT", "Hand"))
                .putDoubles(Tag.ImagerPixelSpacing, SPACING, SPACING)
                .putDoubles(Tag.PixelSpacing, SPACING, SPACING);
        Pixels.put(image, GREY, COLUMNS, darkening(hand, new Grain(seed.hashCode())));
        return image.build();
    }

    /** MONOCHROME1: the more rays come through, the greater the value, and the darker it is shown. */
    private static float[] darkening(Hand hand, Grain grain) {
        float[] values = new float[ROWS * COLUMNS];
        IntStream.range(0, ROWS).parallel().forEach(row -> {
            double y = TOP - row * SPACING;
            for (int column = 0; column < COLUMNS; column++) {
                double x = LEFT + column * SPACING;
                double bone = hand.bone(x, y);
                double passed = Math.exp(-0.02 * hand.flesh(x, y) - 0.075 * bone);
                double structure = bone > 0 ? 1 + 0.05 * grain.normal(column / 3, row / 3, 1) : 1;
                values[row * COLUMNS + column] =
                        (float) (3950 * Math.min(1, passed * structure) + 22 * grain.normal(column, row, 0));
            }
        });
        return values;
    }
}
