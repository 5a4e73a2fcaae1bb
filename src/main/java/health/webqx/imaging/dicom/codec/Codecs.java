package health.webqx.imaging.dicom.codec;

import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.codec.jpeg.JpegCodec;
import health.webqx.imaging.dicom.codec.jpeg2000.Jpeg2000Codec;
import health.webqx.imaging.dicom.codec.jpegls.JpegLsCodec;
import java.util.Map;
import java.util.Optional;

/** Which codec decodes a transfer syntax. */
public final class Codecs {
    private static final FrameCodec JPEG = new JpegCodec();
    private static final FrameCodec JPEG_LS = new JpegLsCodec();
    private static final FrameCodec JPEG_2000 = new Jpeg2000Codec();

    private static final Map<TransferSyntax, FrameCodec> BY_SYNTAX = Map.ofEntries(
            Map.entry(TransferSyntax.RLE_LOSSLESS, new RleCodec()),
            Map.entry(TransferSyntax.JPEG_BASELINE, JPEG),
            Map.entry(TransferSyntax.JPEG_EXTENDED, JPEG),
            Map.entry(TransferSyntax.JPEG_LOSSLESS, JPEG),
            Map.entry(TransferSyntax.JPEG_LOSSLESS_SV1, JPEG),
            Map.entry(TransferSyntax.JPEG_LS_LOSSLESS, JPEG_LS),
            Map.entry(TransferSyntax.JPEG_LS_NEAR_LOSSLESS, JPEG_LS),
            Map.entry(TransferSyntax.JPEG_2000_LOSSLESS, JPEG_2000),
            Map.entry(TransferSyntax.JPEG_2000, JPEG_2000),
            Map.entry(TransferSyntax.HTJ2K_LOSSLESS, JPEG_2000),
            Map.entry(TransferSyntax.HTJ2K_LOSSLESS_RPCL, JPEG_2000),
            Map.entry(TransferSyntax.HTJ2K, JPEG_2000));

    private Codecs() {}

    /** The codec of a syntax; empty for one that is not compressed by frames, or that nothing here decodes. */
    public static Optional<FrameCodec> find(TransferSyntax syntax) {
        return Optional.ofNullable(BY_SYNTAX.get(TransferSyntax.of(syntax.uid())));
    }
}
