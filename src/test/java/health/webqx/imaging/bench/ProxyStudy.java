package health.webqx.imaging.bench;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The images of a proxy benchmark: a CT series of 512×512 slices of 16 bits, a cine of 8 bits, and an instance that is hardly more
 * than its header; each a study of its own.
 */
record ProxyStudy(List<Image> images) {
    static final String CT = "1.2.826.0.1.900.1";
    static final String CINE = "1.2.826.0.1.900.2";
    static final String SMALL = "1.2.826.0.1.900.3";
    private static final int SIDE = 512;

    /** An instance's file, and its attributes but the pixels. */
    record Image(Path file, DataSet attributes) {
        long bytes() throws IOException {
            return Files.size(file);
        }

        boolean isOf(String study) {
            return attributes.string(Tag.StudyInstanceUID).orElse("").equals(study);
        }
    }

    /** What its pixels are like. */
    private record Pixels(int rows, int columns, int bits, int frames, byte[] bytes) {
        static Pixels random(int rows, int columns, int bits, int frames) {
            byte[] bytes = new byte[rows * columns * bits / 8 * frames];
            new Random(1).nextBytes(bytes);
            return new Pixels(rows, columns, bits, frames, bytes);
        }
    }

    /** Writes them into a folder. */
    static ProxyStudy written(Path folder, int slices, int frames) throws IOException {
        Files.createDirectories(folder);
        List<Image> images = new ArrayList<>();
        Pixels slice = Pixels.random(SIDE, SIDE, 16, 1);
        for (int number = 1; number <= slices; number++) {
            images.add(write(folder, CT, "CT", number, slice));
        }
        images.add(write(folder, CINE, "US", 1, Pixels.random(SIDE, SIDE, 8, frames)));
        images.add(write(folder, SMALL, "CT", 1, Pixels.random(16, 14, 16, 1)));
        return new ProxyStudy(images);
    }

    List<Image> of(String study) {
        return images.stream().filter(image -> image.isOf(study)).toList();
    }

    static String study(String uid) {
        return "/studies/" + uid;
    }

    static String series(String uid) {
        return study(uid) + "/series/" + uid + ".1";
    }

    static String instance(String uid) {
        return series(uid) + "/instances/" + uid + ".1.1";
    }

    private static Image write(Path folder, String study, String modality, int number, Pixels pixels)
            throws IOException {
        String sopClass = pixels.frames() == 1 ? "1.2.840.10008.5.1.4.1.1.2" : "1.2.840.10008.5.1.4.1.1.3.1";
        String instance = study + ".1." + number;
        DataSet meta = DataSet.builder()
                .put(Tag.MediaStorageSOPClassUID, sopClass)
                .put(Tag.MediaStorageSOPInstanceUID, instance)
                .build();
        DataSetBuilder attributes = DataSet.builder()
                .put(Tag.SOPClassUID, sopClass)
                .put(Tag.SOPInstanceUID, instance)
                .put(Tag.StudyDate, "20260301")
                .put(Tag.Modality, modality)
                .put(Tag.PatientName, "Proxy^Pat")
                .put(Tag.PatientID, "PROXY-1")
                .put(Tag.StudyInstanceUID, study)
                .put(Tag.SeriesInstanceUID, study + ".1")
                .put(Tag.InstanceNumber, String.valueOf(number))
                .putInts(Tag.SamplesPerPixel, 1)
                .put(Tag.PhotometricInterpretation, "MONOCHROME2")
                .put(Tag.NumberOfFrames, String.valueOf(pixels.frames()))
                .putInts(Tag.Rows, pixels.rows())
                .putInts(Tag.Columns, pixels.columns())
                .putInts(Tag.BitsAllocated, pixels.bits())
                .putInts(Tag.BitsStored, pixels.bits())
                .putInts(Tag.HighBit, pixels.bits() - 1)
                .putInts(Tag.PixelRepresentation, 0);
        DataSet described = attributes.build();
        attributes.put(new Element(Tag.PixelData, pixels.bits() == 8 ? Vr.OB : Vr.OW, Value.Bytes.of(pixels.bytes())));
        Path file = folder.resolve(instance + ".dcm");
        try (OutputStream out = Files.newOutputStream(file)) {
            DicomWriter.write(out, meta, attributes.build(), TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        }
        return new Image(file, described);
    }
}
