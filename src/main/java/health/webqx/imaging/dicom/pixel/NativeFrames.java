package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.BulkSource;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import health.webqx.imaging.dicom.FrameIndex;
import java.io.IOException;
import java.io.InputStream;

/** Native pixel data that are not there: each frame is decoded when it is read. */
final class NativeFrames implements BulkSource {
    private final FrameIndex frames;
    private final Decompression decompression;
    private final byte[] first;

    /** @param first the first frame's native pixels, which are decoded already */
    NativeFrames(FrameIndex frames, Decompression decompression, byte[] first) {
        this.frames = frames;
        this.decompression = decompression;
        this.first = first;
    }

    @Override
    public InputStream open(long offset) throws IOException {
        return new Stream(offset);
    }

    private byte[] frame(int number) throws IOException {
        if (number == 1) {
            return first;
        }
        byte[] frame = decompression.frame(frames.frame(number));
        if (frame.length != first.length) {
            throw new DicomException(Reason.INVALID_STRUCTURE, -1, "frames of different size");
        }
        return frame;
    }

    /** Reads on from frame to frame. */
    private final class Stream extends InputStream {
        private int number;
        private int at;
        private byte[] current = new byte[0];

        Stream(long offset) throws IOException {
            number = (int) Math.min(offset / first.length, frames.count());
            at = 0;
            if (number < frames.count()) {
                current = frame(++number);
                at = (int) (offset % first.length);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at == current.length) {
                if (number >= frames.count()) {
                    return -1;
                }
                current = frame(++number);
                at = 0;
            }
            int count = Math.min(length, current.length - at);
            System.arraycopy(current, at, into, offset, count);
            at += count;
            return count;
        }
    }
}
