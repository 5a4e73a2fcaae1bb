package health.webqx.imaging.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Encodes as PS3.5 annex G has it, runs and literals mixed. */
public final class RleEncoder {
    private RleEncoder() {}

    public static byte[] encode(int[][] planes, int bits) {
        ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        header.putInt(planes.length * bits / 8);
        for (int[] plane : planes) {
            for (int shift = bits - 8; shift >= 0; shift -= 8) {
                header.putInt(64 + body.size());
                segment(plane, shift, body);
                if (body.size() % 2 == 1) {
                    body.write(0);
                }
            }
        }
        return ByteBuffer.allocate(64 + body.size())
                .put(header.array())
                .put(body.toByteArray())
                .array();
    }

    private static void segment(int[] plane, int shift, ByteArrayOutputStream out) {
        for (int at = 0; at < plane.length; ) {
            int run = 1;
            while (run < 128 && at + run < plane.length && byteAt(plane, at + run, shift) == byteAt(plane, at, shift)) {
                run++;
            }
            if (run > 1) {
                out.write(257 - run);
                out.write(byteAt(plane, at, shift));
                at += run;
                continue;
            }
            int count = Math.min(5, plane.length - at);
            out.write(count - 1);
            for (int i = 0; i < count; i++) {
                out.write(byteAt(plane, at++, shift));
            }
        }
    }

    private static int byteAt(int[] plane, int index, int shift) {
        return plane[index] >> shift & 0xFF;
    }
}
