package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.codec.Samples;
import health.webqx.imaging.dicom.codec.Samples.Color;

/** Colour differences to red, green and blue (PS3.3 C.7.6.3.1.2; ITU-T T.871), in 16 bit fixed point. */
final class Colors {
    private static final int HALF = 1 << 15;

    private Colors() {}

    /** Samples as red, green and blue, of as many bits as they are; those that are already stay the same. */
    static Samples rgb(Samples samples, Photometric photometric) {
        boolean partial = photometric == Photometric.YBR_PARTIAL_422 || photometric == Photometric.YBR_PARTIAL_420;
        if (!partial && photometric != Photometric.YBR_FULL && photometric != Photometric.YBR_FULL_422) {
            return samples;
        }
        int[][] planes = new int[3][samples.plane(0).length];
        if (partial) {
            partial(samples, planes);
        } else {
            full(samples, planes);
        }
        return new Samples(samples.columns(), samples.rows(), samples.bits(), false, Color.RGB, planes);
    }

    private static int fixed(double factor) {
        return (int) Math.round(factor * 65536);
    }

    private static void full(Samples samples, int[][] rgb) {
        int center = 1 << (samples.bits() - 1);
        int most = 2 * center - 1;
        long red = fixed(1.402);
        long greenOfRed = fixed(0.71414);
        long greenOfBlue = fixed(0.34414);
        long blue = fixed(1.772);
        int[] luminance = samples.plane(0);
        for (int i = 0; i < luminance.length; i++) {
            int y = luminance[i];
            int cb = samples.plane(1)[i] - center;
            int cr = samples.plane(2)[i] - center;
            rgb[0][i] = within(y + (int) ((red * cr + HALF) >> 16), most);
            rgb[1][i] = within(y + (int) ((HALF - greenOfRed * cr - greenOfBlue * cb) >> 16), most);
            rgb[2][i] = within(y + (int) ((blue * cb + HALF) >> 16), most);
        }
    }

    /** Luminance from 16 to 235, differences from 16 to 240, of 8 bits; of more bits in proportion. */
    private static void partial(Samples samples, int[][] rgb) {
        int scale = 1 << (samples.bits() - 8);
        int most = 256 * scale - 1;
        int[] luminance = samples.plane(0);
        for (int i = 0; i < luminance.length; i++) {
            double y = 1.1644 * (luminance[i] - 16 * scale);
            int cb = samples.plane(1)[i] - 128 * scale;
            int cr = samples.plane(2)[i] - 128 * scale;
            rgb[0][i] = within((int) Math.rint(y + 1.596 * cr), most);
            rgb[1][i] = within((int) Math.rint(y - 0.3917 * cb - 0.8129 * cr), most);
            rgb[2][i] = within((int) Math.rint(y + 2.0173 * cb), most);
        }
    }

    private static int within(int value, int most) {
        return Math.max(0, Math.min(value, most));
    }

    /** Red, green and blue of 8 bits each, pixel by pixel. */
    static byte[] bytes(Samples rgb) {
        int shift = Math.max(0, rgb.bits() - 8);
        boolean few = rgb.bits() < 8;
        int most = (1 << Math.min(rgb.bits(), 8)) - 1;
        byte[] bytes = new byte[3 * rgb.plane(0).length];
        for (int c = 0; c < 3; c++) {
            int[] plane = rgb.plane(c);
            for (int i = 0; i < plane.length; i++) {
                int value = plane[i] >>> shift;
                bytes[3 * i + c] = (byte) (few ? value * 255 / most : value);
            }
        }
        return bytes;
    }
}
