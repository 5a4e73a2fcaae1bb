/**
 * JPEG 2000 (ITU-T T.800), reversible and irreversible, and its High-Throughput part (T.814). Uses the package above only. A
 * code stream is read from the outside in: {@link health.webqx.imaging.dicom.codec.jpeg2000.Jpeg2000Codec} finds it, {@code
 * Codestream} reads its headers, {@code Tile} builds what a tile consists of, {@code PacketReader} hands bytes to code
 * blocks, {@code BlockDecoder} or {@code HighThroughputBlockDecoder} makes coefficients of them, and {@code Synthesis} makes
 * samples of those.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicom.codec.jpeg2000;
