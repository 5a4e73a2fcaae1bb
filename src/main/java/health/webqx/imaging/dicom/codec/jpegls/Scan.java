package health.webqx.imaging.dicom.codec.jpegls;

import health.webqx.imaging.dicom.DicomException;

/** Decodes the lines of a scan (T.87 annex A; interleaving: annex B). For one thread. */
final class Scan {
    /** Bits that the length of a run is coded in, by how well runs went before (T.87 A.2.1, J). */
    private static final int[] RUN_BITS = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private final Parameters parameters;
    private final JpegLsBits bits;
    private final Contexts contexts;
    private final int columns;
    private final int wrap;

    Scan(Parameters parameters, JpegLsBits bits, int columns) {
        this.parameters = parameters;
        this.bits = bits;
        this.columns = columns;
        contexts = new Contexts(parameters, bits);
        wrap = parameters.range() * (2 * parameters.near() + 1);
    }

    /** Decodes planes whose lines, or whose samples, are interleaved; one plane alone is either. */
    void decode(int[][] planes, int rows, boolean bySample) throws DicomException {
        Line[] lines = new Line[planes.length];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = new Line(columns);
        }
        int[] runIndexes = new int[planes.length];
        for (int y = 0; y < rows; y++) {
            for (Line line : lines) {
                line.next();
            }
            if (bySample) {
                runIndexes[0] = line(lines, runIndexes[0]);
            } else {
                for (int i = 0; i < lines.length; i++) {
                    runIndexes[i] = line(new Line[] {lines[i]}, runIndexes[i]);
                }
            }
            for (int i = 0; i < lines.length; i++) {
                System.arraycopy(lines[i].current, 1, planes[i], y * columns, columns);
            }
        }
    }

    private int line(Line[] lines, int firstRunIndex) throws DicomException {
        int runIndex = firstRunIndex;
        int x = 1;
        while (x <= columns) {
            if (!isFlat(lines, x)) {
                for (Line line : lines) {
                    line.current[x] = regular(line, x);
                }
                x++;
                continue;
            }
            while (x <= columns && bits.readBit()) {
                int length = 1 << RUN_BITS[runIndex];
                int there = Math.min(length, columns + 1 - x);
                x = repeat(lines, x, there);
                if (there == length && runIndex < 31) {
                    runIndex++;
                }
            }
            if (x <= columns) {
                int rest = bits.read(RUN_BITS[runIndex]);
                x = repeat(lines, x, Math.min(rest, columns + 1 - x));
                if (x <= columns) {
                    interrupt(lines, x++, RUN_BITS[runIndex]);
                }
                runIndex = Math.max(0, runIndex - 1);
            }
        }
        return runIndex;
    }

    private boolean isFlat(Line[] lines, int x) {
        int near = parameters.near();
        for (Line line : lines) {
            int[] above = line.above;
            if (Math.abs(above[x + 1] - above[x]) > near
                    || Math.abs(above[x] - above[x - 1]) > near
                    || Math.abs(above[x - 1] - line.current[x - 1]) > near) {
                return false;
            }
        }
        return true;
    }

    private static int repeat(Line[] lines, int x, int count) {
        for (Line line : lines) {
            java.util.Arrays.fill(line.current, x, x + count, line.current[x - 1]);
        }
        return x + count;
    }

    private int regular(Line line, int x) throws DicomException {
        int left = line.current[x - 1];
        int above = line.above[x];
        int corner = line.above[x - 1];
        int context = 81 * parameters.quantize(line.above[x + 1] - above)
                + 9 * parameters.quantize(above - corner)
                + parameters.quantize(corner - left);
        int sign = context < 0 ? -1 : 1;
        context *= sign;
        int prediction = median(left, above, corner) + sign * contexts.correction(context);
        prediction = Math.max(0, Math.min(prediction, parameters.largest()));
        return reconstruct(prediction, sign * contexts.error(context));
    }

    private static int median(int left, int above, int corner) {
        if (corner >= Math.max(left, above)) {
            return Math.min(left, above);
        }
        return corner <= Math.min(left, above) ? Math.max(left, above) : left + above - corner;
    }

    private void interrupt(Line[] lines, int x, int runBits) throws DicomException {
        for (Line line : lines) {
            int left = line.current[x - 1];
            int above = line.above[x];
            boolean alike = lines.length == 1 && Math.abs(left - above) <= parameters.near();
            int error = contexts.interruption(alike ? 1 : 0, runBits);
            line.current[x] = alike ? reconstruct(left, error) : reconstruct(above, left > above ? -error : error);
        }
    }

    private int reconstruct(int prediction, int error) {
        int value = prediction + error * (2 * parameters.near() + 1);
        if (value < -parameters.near()) {
            value += wrap;
        } else if (value > parameters.largest() + parameters.near()) {
            value -= wrap;
        }
        return Math.max(0, Math.min(value, parameters.largest()));
    }

    /** The line being decoded and the one above it, each with a sample before and after (T.87 A.2.1). */
    private static final class Line {
        int[] above;
        int[] current;

        Line(int columns) {
            above = new int[columns + 2];
            current = new int[columns + 2];
        }

        void next() {
            int[] done = current;
            current = above;
            above = done;
            above[above.length - 1] = above[above.length - 2];
            current[0] = above[1];
        }
    }
}
