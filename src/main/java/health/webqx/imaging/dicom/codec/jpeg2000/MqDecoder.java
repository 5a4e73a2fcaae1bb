package health.webqx.imaging.dicom.codec.jpeg2000;

import java.util.Arrays;

/** The arithmetic decoder and its adaptive contexts (T.800 annex C). Beyond its bytes it reads ones. For one thread. */
final class MqDecoder {
    static final int CONTEXTS = 19;
    static final int RUN = 17;
    static final int UNIFORM = 18;

    /** Probability estimates (T.800 table C.2): Qe, next if more probable, next if less probable, whether to switch. */
    private static final int[][] STATES = {
        {0x5601, 1, 1, 1}, {0x3401, 2, 6, 0}, {0x1801, 3, 9, 0}, {0x0AC1, 4, 12, 0}, {0x0521, 5, 29, 0},
        {0x0221, 38, 33, 0}, {0x5601, 7, 6, 1}, {0x5401, 8, 14, 0}, {0x4801, 9, 14, 0}, {0x3801, 10, 14, 0},
        {0x3001, 11, 17, 0}, {0x2401, 12, 18, 0}, {0x1C01, 13, 20, 0}, {0x1601, 29, 21, 0}, {0x5601, 15, 14, 1},
        {0x5401, 16, 14, 0}, {0x5101, 17, 15, 0}, {0x4801, 18, 16, 0}, {0x3801, 19, 17, 0}, {0x3401, 20, 18, 0},
        {0x3001, 21, 19, 0}, {0x2801, 22, 19, 0}, {0x2401, 23, 20, 0}, {0x2201, 24, 21, 0}, {0x1C01, 25, 22, 0},
        {0x1801, 26, 23, 0}, {0x1601, 27, 24, 0}, {0x1401, 28, 25, 0}, {0x1201, 29, 26, 0}, {0x1101, 30, 27, 0},
        {0x0AC1, 31, 28, 0}, {0x09C1, 32, 29, 0}, {0x08A1, 33, 30, 0}, {0x0521, 34, 31, 0}, {0x0441, 35, 32, 0},
        {0x02A1, 36, 33, 0}, {0x0221, 37, 34, 0}, {0x0141, 38, 35, 0}, {0x0111, 39, 36, 0}, {0x0085, 40, 37, 0},
        {0x0049, 41, 38, 0}, {0x0025, 42, 39, 0}, {0x0015, 43, 40, 0}, {0x0009, 44, 41, 0}, {0x0005, 45, 42, 0},
        {0x0001, 45, 43, 0}, {0x5601, 46, 46, 0}
    };

    /** By twice the state plus the more probable symbol: Qe, and what comes next either way, in the same terms. */
    private static final int[] QE = new int[94];

    private static final int[] MORE = new int[94];
    private static final int[] LESS = new int[94];

    static {
        for (int i = 0; i < 94; i++) {
            int[] state = STATES[i / 2];
            QE[i] = state[0];
            MORE[i] = 2 * state[1] + i % 2;
            LESS[i] = 2 * state[2] + (i % 2 ^ state[3]);
        }
    }

    private final int[] contexts = new int[CONTEXTS];
    private byte[] bytes = new byte[0];
    private int at;
    private int code;
    private int interval;
    private int shifts;

    /** T.800 table D.7. */
    void resetContexts() {
        Arrays.fill(contexts, 0);
        contexts[0] = 2 * 4;
        contexts[RUN] = 2 * 3;
        contexts[UNIFORM] = 2 * 46;
    }

    /** Begins a segment; contexts stay as they are (T.800 C.3.5). */
    void start(byte[] segment) {
        bytes = segment;
        at = 0;
        code = byteAt(0) << 16;
        nextByte();
        code <<= 7;
        shifts -= 7;
        interval = 0x8000;
    }

    private int byteAt(int index) {
        return index < bytes.length ? bytes[index] & 0xFF : 0xFF;
    }

    private void nextByte() {
        if (byteAt(at) == 0xFF) {
            int next = byteAt(at + 1);
            if (next > 0x8F) {
                code += 0xFF00;
                shifts = 8;
            } else {
                at++;
                code += next << 9;
                shifts = 7;
            }
        } else {
            at++;
            code += byteAt(at) << 8;
            shifts = 8;
        }
    }

    /** The next decision in a context (T.800 C.3.2). */
    int decode(int context) {
        int state = contexts[context];
        int qe = QE[state];
        int symbol = state & 1;
        interval -= qe;
        if (code >>> 16 < qe) {
            boolean exchanged = interval < qe;
            interval = qe;
            symbol ^= exchanged ? 0 : 1;
            contexts[context] = exchanged ? MORE[state] : LESS[state];
        } else {
            code -= qe << 16;
            if ((interval & 0x8000) != 0) {
                return symbol;
            }
            boolean exchanged = interval < qe;
            symbol ^= exchanged ? 1 : 0;
            contexts[context] = exchanged ? LESS[state] : MORE[state];
        }
        do {
            if (shifts == 0) {
                nextByte();
            }
            interval <<= 1;
            code <<= 1;
            shifts--;
        } while ((interval & 0x8000) == 0);
        return symbol;
    }
}
