package health.webqx.imaging.sandbox.sample;

import static health.webqx.imaging.sandbox.sample.Attributes.code;
import static health.webqx.imaging.sandbox.sample.Attributes.tag;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.sandbox.sample.phantom.BeatingHeart;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Anna's heart: a colour cine of one beat, and the letter to her physician as a PDF. */
final class Echocardiogram {
    static final SampleStudy STUDY = new SampleStudy(
            "anna-keller/echocardiogram",
            SamplePatient.ANNA,
            "A1002",
            LocalDateTime.of(2025, 11, 18, 14, 3),
            "Transthoracic echocardiogram");

    private static final Uid ULTRASOUND_MULTI_FRAME = Uid.of("1.2.840.10008.5.1.4.1.1.3.1");
    private static final Uid ENCAPSULATED_PDF = Uid.of("1.2.840.10008.5.1.4.1.1.104.1");
    private static final SampleStudy.Series CINE = STUDY.series(1, "US", "Apical four chamber, colour");
    private static final SampleStudy.Series LETTER = STUDY.series(2, "DOC", "Letter");
    private static final int FRAMES = 30;
    private static final int COLUMNS = 512;
    private static final int ROWS = 384;
    private static final int DEPTH_CENTIMETRES = 16;
    private static final String SCANNER =
            """
            ImageType ORIGINAL\\PRIMARY\\\\0011
            PatientOrientation
            BodyPartExamined HEART
            StationName US1
            DeviceSerialNumber 1002
            TransducerType SECTOR_PHASED
            FrameTime 33.333
            RecommendedDisplayFrameRate 30
            CineRate 30
            HeartRate 60
            UltrasoundColorDataPresent 1
            BurnedInAnnotation NO
            LossyImageCompression 00
            """;
    private static final String REGION =
            """
            RegionSpatialFormat 1
            RegionDataType 1
            RegionFlags 0
            RegionLocationMinX0 0
            RegionLocationMinY0 0
            PhysicalUnitsXDirection 3
            PhysicalUnitsYDirection 3
            """;
    private static final String DOCUMENT =
            """
            ConversionType WSD
            StationName RIS1
            BurnedInAnnotation YES
            DocumentTitle Echocardiography letter
            AcquisitionDateTime
            MIMETypeOfEncapsulatedDocument application/pdf
            """;

    private Echocardiogram() {}

    static Stream<SampleFile> files() {
        return Stream.of(CINE.file(1, Echocardiogram::cine), LETTER.file(1, Echocardiogram::letter));
    }

    private static DataSet cine() {
        DataSetBuilder cine = CINE.instance(1, ULTRASOUND_MULTI_FRAME);
        Attributes.put(cine, SCANNER);
        cine.putItems(Tag.AnatomicRegionSequence, code("80891009", "SCT", "Heart"))
                .putItems(tag("ViewCodeSequence"), code("399214001", "SCT", "Apical four chamber"))
                .putItems(Tag.SequenceOfUltrasoundRegions, region())
                .putInts(Tag.NumberOfFrames, FRAMES)
                .putInts(Tag.FrameIncrementPointer, Tag.FrameTime);
        Pixels.putColour(cine, COLUMNS, ROWS, frames());
        return cine.build();
    }

    private static DataSet region() {
        DataSetBuilder region = DataSet.builder();
        Attributes.put(region, REGION);
        double step = (double) DEPTH_CENTIMETRES / ROWS;
        return region.putInts(tag("RegionLocationMaxX1"), COLUMNS - 1)
                .putInts(tag("RegionLocationMaxY1"), ROWS - 1)
                .putDoubles(Tag.PhysicalDeltaX, step)
                .putDoubles(Tag.PhysicalDeltaY, step)
                .build();
    }

    private static byte[] frames() {
        BeatingHeart heart = new BeatingHeart();
        byte[] pixels = new byte[FRAMES * ROWS * COLUMNS * 3];
        IntStream.range(0, FRAMES * ROWS).parallel().forEach(line -> {
            double y = (double) (line % ROWS) / ROWS;
            int frame = line / ROWS;
            double phase = (double) frame / FRAMES;
            for (int column = 0; column < COLUMNS; column++) {
                int[] colour = heart.colour((column - COLUMNS / 2.0) / ROWS, y, phase);
                int at = (line * COLUMNS + column) * 3;
                for (int sample = 0; sample < 3; sample++) {
                    pixels[at + sample] = (byte) colour[sample];
                }
            }
        });
        return pixels;
    }

    private static DataSet letter() {
        byte[] pdf = PdfPage.of(List.of(
                        "WebQX Sample Hospital",
                        "Echocardiography",
                        "",
                        "Patient: Anna Keller, born 14 March 1979",
                        "Study: A1002, 18 November 2025",
                        "",
                        "Dear Dr. Whitfield,",
                        "",
                        "left ventricle of normal size, ejection fraction 62 %. Mild mitral",
                        "regurgitation. Right heart normal. No pericardial effusion.",
                        "",
                        "A control in two years is advised.",
                        "",
                        "Dr. L. Moreau"))
                .getBytes(StandardCharsets.US_ASCII);
        DataSetBuilder letter = LETTER.instance(1, ENCAPSULATED_PDF);
        Attributes.put(letter, DOCUMENT);
        return letter.putItems(Tag.ConceptNameCodeSequence, code("34752-6", "LN", "Cardiology echo study"))
                .putBytes(Tag.EncapsulatedDocument, Vr.OB, Arrays.copyOf(pdf, pdf.length + pdf.length % 2))
                .putInts(Tag.EncapsulatedDocumentLength, pdf.length)
                .build();
    }
}
