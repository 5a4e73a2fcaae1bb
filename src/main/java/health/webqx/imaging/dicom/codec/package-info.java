/**
 * Decoders of compressed frames, each written against its standard: bytes of one frame in, {@link
 * health.webqx.imaging.dicom.codec.Samples} out. They know nothing of data sets, colours or files, and use nothing but
 * {@code DicomException} and {@code TransferSyntax} of the package above. A stream is hostile until it is decoded: its
 * dimensions must be those of the {@link health.webqx.imaging.dicom.codec.FrameShape} before anything is allocated, and
 * what is damaged ends in a {@code DicomException}.
 *
 * <p>Start reading at {@link health.webqx.imaging.dicom.codec.Codecs}, then {@link
 * health.webqx.imaging.dicom.codec.RleCodec}, the smallest one.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicom.codec;
