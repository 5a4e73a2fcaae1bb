/**
 * JPEG (ITU-T T.81): sequential DCT of 8 and 12 bits (processes 1, 2 and 4) and lossless (process 14), Huffman coded. Uses
 * the package above only. Start reading at {@link health.webqx.imaging.dicom.codec.jpeg.JpegCodec}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicom.codec.jpeg;
