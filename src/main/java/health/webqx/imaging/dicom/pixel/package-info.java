/**
 * Pixels of a data set: decoded, brought to colours, windowed, drawn, and written decompressed. Uses {@code dicom} and
 * {@code dicom.codec}. All of it computes or reads files: call it on a worker.
 *
 * <ul>
 *   <li>{@link health.webqx.imaging.dicom.pixel.FrameDecoder}: a frame's samples, whatever they were compressed in.
 *   <li>{@link health.webqx.imaging.dicom.pixel.Rendering}: a frame as a picture of 8 bits, by {@link
 *       health.webqx.imaging.dicom.pixel.GreyScale} or {@link health.webqx.imaging.dicom.pixel.Colors}; {@link
 *       health.webqx.imaging.dicom.pixel.PictureFormat} writes it as PNG, JPEG or GIF.
 *   <li>{@link health.webqx.imaging.dicom.pixel.Decompression}: a file in explicit VR little endian.
 * </ul>
 *
 * Start reading at {@code FrameDecoder}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicom.pixel;
