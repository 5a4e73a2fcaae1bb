package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Fragments;
import health.webqx.imaging.dicom.Frame;
import health.webqx.imaging.dicom.FrameIndex;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.dicom.codec.Samples;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Compressed pixels as native ones (PS3.5 8.2, A.4): what was coded as colour differences for JPEG's or JPEG 2000's sake
 * becomes red, green and blue, the rest stays the word it was. Frames are decoded as they are read: memory holds one.
 */
public final class Decompression {
    private final DataSet dataSet;
    private final TransferSyntax syntax;
    private final FrameDecoder decoder;

    private Decompression(DataSet dataSet, TransferSyntax syntax, FrameDecoder decoder) {
        this.dataSet = dataSet;
        this.syntax = syntax;
        this.decoder = decoder;
    }

    /**
     * Of an instance in that syntax.
     *
     * @throws DicomException if nothing here decodes it
     */
    public static Decompression of(DataSet dataSet, TransferSyntax syntax) throws DicomException {
        return new Decompression(dataSet, syntax, FrameDecoder.of(dataSet, syntax));
    }

    /**
     * Writes a file in Explicit VR Little Endian, whatever it was in. The stream is flushed, not closed.
     *
     * @throws DicomException for frames that cannot be decoded; from the second one on a part has been written
     */
    public static void write(DicomFile file, OutputStream out) throws IOException {
        boolean compressed = file.frames().filter(FrameIndex::isEncapsulated).isPresent();
        DataSet written = compressed
                ? of(file.dataSet(), file.transferSyntax())
                        .expanded(file.frames().orElseThrow())
                : file.dataSet();
        DicomWriter.write(out, file.meta(), written, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
    }

    byte[] frame(Frame compressed) throws IOException {
        return frame(decoder.bytes(compressed));
    }

    /** One frame as native little endian pixels, by pixel; not padded to even length. */
    public byte[] frame(byte[] compressed) throws DicomException {
        return bytes(uncoded(decoder.words(compressed)));
    }

    /** The data set with native pixel data that are decoded as they are read; the first frame is decoded at once. */
    public DataSet expanded(FrameIndex frames) throws IOException {
        Samples first = decoder.words(decoder.bytes(frames.frame(1)));
        byte[] bytes = bytes(uncoded(first));
        NativeFrames source = new NativeFrames(frames, this, bytes);
        long length = (long) bytes.length * frames.count();
        if (length > 0xFFFFFFFEL) {
            throw new DicomException(Reason.TOO_LARGE, -1, "native pixel data have at most 4 GiB");
        }
        Vr vr = decoder.description().shape().bitsAllocated() > 8 ? Vr.OW : Vr.OB;
        return described(first)
                .put(new Element(Tag.PixelData, vr, new Value.Located(source, 0, length, 1)))
                .build();
    }

    private DataSetBuilder described(Samples first) {
        DataSet kept = dataSet.without(Tag.ExtendedOffsetTable, Tag.ExtendedOffsetTableLengths);
        DataSetBuilder builder = (hasCompressedIcon() ? kept.without(Tag.IconImageSequence) : kept).toBuilder();
        boolean colored = first.components() > 1;
        builder.put(
                Tag.PhotometricInterpretation,
                (becomesRgb(first) ? Photometric.RGB : decoder.photometric(first)).value());
        if (colored) {
            builder.putInts(Tag.PlanarConfiguration, 0);
        }
        if (isLossy() && dataSet.string(Tag.LossyImageCompression).isEmpty()) {
            builder.put(Tag.LossyImageCompression, "01"); // once lossy, always (PS3.3 C.7.6.1.1.5)
        }
        return builder;
    }

    /** An icon may be compressed as the image is (PS3.3 C.7.6.1.1.6); without it the image is whole. */
    private boolean hasCompressedIcon() {
        return dataSet.items(Tag.IconImageSequence).stream()
                .flatMap(icon -> icon.find(Tag.PixelData).stream())
                .anyMatch(pixels -> pixels.value() instanceof Fragments);
    }

    private boolean isLossy() {
        return syntax.uid().equals(TransferSyntax.JPEG_BASELINE.uid())
                || syntax.uid().equals(TransferSyntax.JPEG_EXTENDED.uid());
    }

    private boolean becomesRgb(Samples decoded) {
        Photometric photometric = decoder.photometric(decoded);
        return photometric == Photometric.YBR_PARTIAL_422 || (isLossy() && photometric == Photometric.YBR_FULL);
    }

    private Samples uncoded(Samples words) {
        return becomesRgb(words) ? Colors.rgb(words, decoder.photometric(words)) : words;
    }

    private byte[] bytes(Samples samples) {
        int width = Math.max(1, decoder.description().shape().bitsAllocated() / 8);
        int count = samples.plane(0).length;
        byte[] bytes = new byte[count * samples.components() * width];
        for (int c = 0; c < samples.components(); c++) {
            int[] plane = samples.plane(c);
            int at = c * width;
            int step = (samples.components() - 1) * width;
            for (int i = 0; i < count; i++, at += step) {
                for (int shift = 0; shift < 8 * width; shift += 8) {
                    bytes[at++] = (byte) (plane[i] >> shift);
                }
            }
        }
        return bytes;
    }
}
