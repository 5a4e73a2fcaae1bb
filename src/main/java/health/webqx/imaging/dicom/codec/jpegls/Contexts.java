package health.webqx.imaging.dicom.codec.jpegls;

import health.webqx.imaging.dicom.DicomException;
import java.util.Arrays;

/** What was learnt of each context, and the codes that follow from it (T.87 A.4 to A.7). For one scan and one thread. */
final class Contexts {
    /** The two contexts of samples that interrupt a run, behind those of gradients. */
    static final int INTERRUPTION = 365;

    private static final int COUNT = 367;

    private final Parameters parameters;
    private final JpegLsBits bits;
    private final int errorBits;
    private final int limit;
    /** Sums of error sizes (A). */
    private final int[] sizes = new int[COUNT];
    /** Sums of errors (B); of interruptions how many were negative (Nn). */
    private final int[] sums = new int[COUNT];
    /** Corrections of the prediction (C). */
    private final int[] corrections = new int[COUNT];
    /** Occurrences (N). */
    private final int[] counts = new int[COUNT];

    Contexts(Parameters parameters, JpegLsBits bits) {
        this.parameters = parameters;
        this.bits = bits;
        errorBits = parameters.errorBits();
        limit = parameters.limit();
        Arrays.fill(sizes, Math.max(2, (parameters.range() + 32) / 64));
        Arrays.fill(counts, 1);
    }

    int correction(int context) {
        return corrections[context];
    }

    /** The next error in a context of gradients, learnt from. */
    int error(int context) throws DicomException {
        int k = 0;
        while (counts[context] << k < sizes[context]) {
            k++;
        }
        int code = golomb(k, limit);
        int error = (code & 1) == 0 ? code >> 1 : -(code >> 1) - 1;
        if (k == 0 && parameters.near() == 0 && 2 * sums[context] <= -counts[context]) {
            error = -error - 1;
        }
        learn(context, error);
        return error;
    }

    private void learn(int context, int error) {
        int sum = sums[context] + error * (2 * parameters.near() + 1);
        int size = sizes[context] + Math.abs(error);
        int count = counts[context];
        if (count == parameters.reset()) {
            size >>= 1;
            sum = sum >> 1;
            count >>= 1;
        }
        count++;
        if (sum <= -count) {
            sum = Math.max(sum + count, 1 - count);
            corrections[context] = Math.max(corrections[context] - 1, -128);
        } else if (sum > 0) {
            sum = Math.min(sum - count, 0);
            corrections[context] = Math.min(corrections[context] + 1, 127);
        }
        sizes[context] = size;
        sums[context] = sum;
        counts[context] = count;
    }

    /**
     * The next error of a sample that interrupts a run.
     *
     * @param type 1 if it is predicted from the run, else 0
     * @param runBits bits that the length of the run was coded in
     */
    int interruption(int type, int runBits) throws DicomException {
        int context = INTERRUPTION + type;
        int size = sizes[context] + (type == 1 ? counts[context] >> 1 : 0);
        int k = 0;
        while (counts[context] << k < size) {
            k++;
        }
        int code = golomb(k, limit - runBits - 1);
        int odd = (code + type) & 1;
        int error = (code + type + odd) >> 1;
        if ((k != 0 || 2 * sums[context] >= counts[context]) == (odd == 1)) {
            error = -error;
        }
        if (error < 0) {
            sums[context]++;
        }
        sizes[context] += (code + 1 - type) >> 1;
        if (counts[context] == parameters.reset()) {
            sizes[context] >>= 1;
            counts[context] >>= 1;
            sums[context] >>= 1;
        }
        counts[context]++;
        return error;
    }

    private int golomb(int k, int longest) throws DicomException {
        int most = longest - errorBits - 1;
        int zeros = bits.zeros(most);
        if (zeros == most) {
            return bits.read(errorBits) + 1;
        }
        return zeros << k | (k == 0 ? 0 : bits.read(Math.min(k, 24)));
    }
}
