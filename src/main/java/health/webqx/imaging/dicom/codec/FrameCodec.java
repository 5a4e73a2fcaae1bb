package health.webqx.imaging.dicom.codec;

import health.webqx.imaging.dicom.DicomException;

/** Decodes one compressed frame. Stateless: may be used by any thread. */
@FunctionalInterface
public interface FrameCodec {
    /**
     * The samples of a frame.
     *
     * @param stream the frame's fragments, one after the other
     * @param shape what the data set says of it, which the stream must agree with
     * @throws DicomException for a stream that is damaged, ends early, disagrees, or uses what is not supported
     */
    Samples decode(byte[] stream, FrameShape shape) throws DicomException;
}
