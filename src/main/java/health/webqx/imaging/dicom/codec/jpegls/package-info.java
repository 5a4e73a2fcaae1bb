/**
 * JPEG-LS (ITU-T T.87), lossless and near-lossless, in all three interleave modes. Uses the package above only. Start
 * reading at {@link health.webqx.imaging.dicom.codec.jpegls.JpegLsCodec}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicom.codec.jpegls;
