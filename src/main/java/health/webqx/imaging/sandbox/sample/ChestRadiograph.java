package health.webqx.imaging.sandbox.sample;

import static health.webqx.imaging.sandbox.sample.Attributes.code;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.sandbox.sample.phantom.Grain;
import health.webqx.imaging.sandbox.sample.phantom.Shadow;
import health.webqx.imaging.sandbox.sample.phantom.Thorax;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ben's chest shone through from the back, on a flat detector. */
final class ChestRadiograph {
    static final SampleStudy STUDY = new SampleStudy(
            "ben-okafor/chest-radiograph",
            SamplePatient.BEN,
            "A1004",
            LocalDateTime.of(2025, 12, 4, 8, 25),
            "Chest PA");

    private static final Uid DIGITAL_XRAY_FOR_PRESENTATION = Uid.of("1.2.840.10008.5.1.4.1.1.1.1");
    private static final SampleStudy.Series PROJECTION = STUDY.series(1, "DX", "PA");
    private static final double SPACING = 0.168;
    private static final int COLUMNS = 2400;
    private static final int ROWS = 1500;
    private static final Pixels.Grey GREY = new Pixels.Grey("MONOCHROME2", 14, false);
    private static final String DETECTOR =
            """
            ImageType ORIGINAL\\PRIMARY
            PresentationIntentType FOR PRESENTATION
            BodyPartExamined CHEST
            ViewPosition PA
            ImageLaterality U
            PatientOrientation L\\F
            PositionerType COLUMN
            DetectorType DIRECT
            StationName DX1
            DeviceSerialNumber 1004
            KVP 125
            Exposure 2
            AcquisitionContextSequence
            PixelIntensityRelationship LOG
            PixelIntensityRelationshipSign -1
            RescaleIntercept 0
            RescaleSlope 1
            RescaleType US
            PresentationLUTShape IDENTITY
            LossyImageCompression 00
            WindowCenter 9500
            WindowWidth 9000
            BurnedInAnnotation NO
            """;

    private ChestRadiograph() {}

    static Stream<SampleFile> files() {
        return Stream.of(PROJECTION.file(1, ChestRadiograph::projection));
    }

    private static DataSet projection() {
        DataSetBuilder image = PROJECTION.instance(1, DIGITAL_XRAY_FOR_PRESENTATION);
        Attributes.put(image, DETECTOR);
        DataSet view = code("399348003", "SCT", "postero-anterior").toBuilder()
                .putItems(Tag.ViewModifierCodeSequence, List.of())
                .build();
        image.putItems(Tag.AnatomicRegionSequence, code("51185008", "SCT", "Chest"))
                .putItems(Tag.ViewCodeSequence, view)
                .putItems(Attributes.tag("PatientOrientationCodeSequence"), standing())
                .put(Tag.AcquisitionDate, SampleStudy.date(STUDY.started()))
                .put(Tag.AcquisitionTime, SampleStudy.time(STUDY.started().plusMinutes(3)))
                .putDoubles(Tag.ImagerPixelSpacing, SPACING, SPACING)
                .putDoubles(Tag.PixelSpacing, SPACING, SPACING);
        Pixels.put(image, GREY, COLUMNS, brightness());
        return image.build();
    }

    private static DataSet standing() {
        return code("C86043", "NCIt", "Erect");
    }

    /** Bright where much was in the way, as radiographs are looked at; the detector's left is the patient's right. */
    private static float[] brightness() {
        Shadow shadow = Shadow.of(Thorax.ofMan());
        Grain grain = new Grain(1004);
        float[] values = new float[ROWS * COLUMNS];
        IntStream.range(0, ROWS).parallel().forEach(row -> {
            double z = Thorax.HEIGHT - 2 - row * SPACING;
            for (int column = 0; column < COLUMNS; column++) {
                double x = (column - (COLUMNS - 1) / 2.0) * SPACING;
                double stopped = 1 - Math.exp(-shadow.attenuation(x, z) / 2.6);
                values[row * COLUMNS + column] = (float) (14800 * stopped + 45 * grain.normal(column, row, 0));
            }
        });
        return values;
    }
}
