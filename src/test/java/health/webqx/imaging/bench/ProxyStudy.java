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
 * The images of a proxy benchmark: a CT series of 512×512 slices of 16 bits, and in a study of its own a cine of 8 bits.
 *
 * @param sliceBytes bytes of one slice's file
 */
record ProxyStudy(List<Path> files, long sliceBytes) {
    private static final String STUDY = "1.2.826.0.1.900.1";
    private static final String CINE = "1.2.826.0.1.900.2";
    private static final int SIDE = 512;

    /** Writes them into a folder. */
    static ProxyStudy written(Path folder, int slices, int frames) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        Random random = new Random(1);
        byte[] slice = new byte[SIDE * SIDE * 2];
        random.nextBytes(slice);
        for (int number = 1; number <= slices; number++) {
            files.add(write(folder, STUDY, "CT", number, 1, 16, slice));
        }
        byte[] cine = new byte[SIDE * SIDE * frames];
        random.nextBytes(cine);
        files.add(write(folder, CINE, "US", 1, frames, 8, cine));
        return new ProxyStudy(files, Files.size(files.get(0)));
    }

    String study() {
        return "/studies/" + STUDY;
    }

    String series() {
        return study() + "/series/" + STUDY + ".1";
    }

    String slice() {
        return series() + "/instances/" + STUDY + ".1.1";
    }

    String cine() {
        return "/studies/" + CINE + "/series/" + CINE + ".1/instances/" + CINE + ".1.1";
    }

    private static Path write(
            Path folder, String study, String modality, int number, int frames, int bits, byte[] pixels)
            throws IOException {
        boolean single = frames == 1;
        String sopClass = single ? "1.2.840.10008.5.1.4.1.1.2" : "1.2.840.10008.5.1.4.1.1.3.1";
        String instance = study + ".1." + number;
        DataSet meta = DataSet.builder()
                .put(Tag.MediaStorageSOPClassUID, sopClass)
                .put(Tag.MediaStorageSOPInstanceUID, instance)
                .build();
        DataSetBuilder dataSet = DataSet.builder()
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
                .putInts(Tag.Rows, SIDE)
                .putInts(Tag.Columns, SIDE)
                .putInts(Tag.BitsAllocated, bits)
                .putInts(Tag.BitsStored, bits)
                .putInts(Tag.HighBit, bits - 1)
                .putInts(Tag.PixelRepresentation, 0);
        if (!single) {
            dataSet.put(Tag.NumberOfFrames, String.valueOf(frames));
        }
        dataSet.put(new Element(Tag.PixelData, bits == 8 ? Vr.OB : Vr.OW, Value.Bytes.of(pixels)));
        Path file = folder.resolve(instance + ".dcm");
        try (OutputStream out = Files.newOutputStream(file)) {
            DicomWriter.write(out, meta, dataSet.build(), TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        }
        return file;
    }
}
