package health.webqx.imaging.dicom.codec.jpeg2000;

/** The adaptive run-length decoder of rare events, MEL (T.814 7.3.3). For one thread. */
final class MelDecoder {
    /** Bits of a run's length in each state (T.814 table 2). */
    private static final int[] EXPONENTS = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5};

    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int current;
    private int left;
    private int state;
    private int zeros;
    private boolean oneFollows;

    /**
     * Begins.
     *
     * @param to the end of the cleanup pass, whose last 12 bits say how long MEL and VLC are and read as ones here
     */
    void start(byte[] coded, int from, int to) {
        bytes = coded;
        at = from;
        end = to;
        current = 0;
        left = 0;
        state = 0;
        zeros = 0;
        oneFollows = false;
    }

    /** Whether the next event occurs: 1 or 0. */
    int next() {
        if (zeros == 0 && !oneFollows) {
            run();
        }
        if (zeros > 0) {
            zeros--;
            return 0;
        }
        oneFollows = false;
        return 1;
    }

    private void run() {
        int bits = EXPONENTS[state];
        if (bit() == 1) {
            zeros = 1 << bits;
            state = Math.min(state + 1, EXPONENTS.length - 1);
            return;
        }
        for (int i = 0; i < bits; i++) {
            zeros = zeros << 1 | bit();
        }
        state = Math.max(state - 1, 0);
        oneFollows = true;
    }

    /** The highest bit of a byte first, seven bits of the one after a byte of ones (T.814 7.1). */
    private int bit() {
        if (left == 0) {
            left = current == 0xFF ? 7 : 8;
            int next = at < end - 1 ? bytes[at] & 0xFF : 0xFF;
            current = at == end - 2 ? next | 0x0F : next;
            at++;
        }
        return current >> --left & 1;
    }
}
