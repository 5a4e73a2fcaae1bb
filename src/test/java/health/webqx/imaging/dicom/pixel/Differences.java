package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.codec.Samples;

/** How far two decoded frames are apart. */
final class Differences {
    private Differences() {}

    /** The largest difference of any two samples, words taken with the bits that both have. */
    static int worst(Samples one, Samples other) {
        int bits = Math.min(one.bits(), other.bits());
        int mask = bits == 32 ? -1 : (1 << bits) - 1;
        int worst = 0;
        for (int c = 0; c < one.components(); c++) {
            for (int i = 0; i < one.plane(c).length; i++) {
                int apart = (one.plane(c)[i] & mask) - (other.plane(c)[i] & mask);
                worst = Math.max(worst, Math.min(Math.abs(apart), Math.abs(mask + 1 - Math.abs(apart))));
            }
        }
        return worst;
    }
}
