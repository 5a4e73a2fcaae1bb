package health.webqx.imaging.dicom.codec.jpeg2000;

import static health.webqx.imaging.dicom.codec.jpeg2000.BlockContexts.AROUND;
import static health.webqx.imaging.dicom.codec.jpeg2000.BlockContexts.NEGATIVE;
import static health.webqx.imaging.dicom.codec.jpeg2000.BlockContexts.REFINED;
import static health.webqx.imaging.dicom.codec.jpeg2000.BlockContexts.SIGNIFICANT;
import static health.webqx.imaging.dicom.codec.jpeg2000.BlockContexts.VISITED;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the coefficients of code blocks, bit plane by bit plane in stripes of four rows (T.800 annex D). Values have one
 * fractional bit, for the middle of what the planes that did not come leave open. For one thread.
 */
final class BlockDecoder {
    private static final int MOST_PLANES = 30;
    private static final int STRIPE = 4;

    private final MqDecoder mq = new MqDecoder();
    private @Nullable RawBits raw;
    private int[] known = new int[0];
    private int[] values = new int[0];
    private byte[] zeroContexts = new byte[0];
    private int width;
    private int height;
    private int stride;
    private boolean causal;

    /** Coefficients with their signs, row by row, valid until the next call. */
    int[] decode(CodeBlock block, Subband subband, TileComponent component) throws DicomException {
        prepare(block.area.width(), block.area.height());
        zeroContexts = BlockContexts.zero(subband.xHigh, subband.yHigh);
        causal = component.style.has(CodingStyle.CAUSAL);
        int planes = component.quantization.guardBits() + subband.exponent - 1 - block.zeroPlanes;
        if (planes > MOST_PLANES || block.passes > 3 * planes - 2) {
            throw new DicomException(Reason.INVALID_STRUCTURE, -1, "impossible number of coding passes");
        }
        passes(block, component.style, planes);
        for (int y = 0; y < height; y++) {
            int at = (y + 1) * stride + 1;
            for (int x = 0; x < width; x++, at++) {
                if ((known[at] & NEGATIVE) != 0) {
                    values[y * width + x] = -values[y * width + x];
                }
            }
        }
        return values;
    }

    private void prepare(int blockWidth, int blockHeight) {
        width = blockWidth;
        height = blockHeight;
        stride = blockWidth + 2;
        int size = stride * (blockHeight + 2);
        if (known.length < size) {
            known = new int[size];
            values = new int[blockWidth * blockHeight];
        } else {
            Arrays.fill(known, 0, size, 0);
        }
        if (values.length < blockWidth * blockHeight) {
            values = new int[blockWidth * blockHeight];
        } else {
            Arrays.fill(values, 0, blockWidth * blockHeight, 0);
        }
    }

    private void passes(CodeBlock block, CodingStyle style, int planes) throws DicomException {
        mq.resetContexts();
        int plane = planes - 1;
        int kind = 2;
        int done = 0;
        for (CodeBlock.Segment segment : block.segments) {
            boolean bypassed = style.has(CodingStyle.BYPASS) && done >= 10 && kind < 2;
            byte[] bytes = segment.bytes.toByteArray();
            raw = bypassed ? new RawBits(bytes) : null;
            mq.start(bytes);
            for (int i = 0; i < segment.passes; i++, done++) {
                pass(kind, plane, style);
                if (style.has(CodingStyle.RESET)) {
                    mq.resetContexts();
                }
                if (++kind == 3) {
                    kind = 0;
                    plane--;
                }
            }
        }
    }

    private void pass(int kind, int plane, CodingStyle style) throws DicomException {
        int one = 1 << (plane + 1);
        for (int top = 0; top < height; top += STRIPE) {
            int bottom = Math.min(top + STRIPE, height);
            for (int x = 0; x < width; x++) {
                switch (kind) {
                    case 0 -> significance(x, top, bottom, one);
                    case 1 -> refinement(x, top, bottom, one >> 1);
                    default -> cleanup(x, top, bottom, one);
                }
            }
        }
        if (kind == 2 && style.has(CodingStyle.SEGMENTATION)) {
            int mark = 0;
            for (int i = 0; i < 4; i++) {
                mark = mark << 1 | mq.decode(MqDecoder.UNIFORM);
            }
            if (mark != 10) {
                throw new DicomException(Reason.INVALID_STRUCTURE, -1, "a damaged code block");
            }
        }
    }

    /** What is known around a coefficient, as far as a causal block may see it. */
    private int knownAt(int at, int y) {
        return causal && y % STRIPE == STRIPE - 1 ? known[at] & ~BlockContexts.BELOW : known[at];
    }

    private void significance(int x, int top, int bottom, int one) {
        int at = (top + 1) * stride + x + 1;
        for (int y = top; y < bottom; y++, at += stride) {
            int seen = knownAt(at, y);
            if ((seen & SIGNIFICANT) != 0 || (seen & AROUND) == 0) {
                continue;
            }
            RawBits bypass = raw;
            int bit = bypass != null ? bypass.next() : mq.decode(zeroContexts[seen & AROUND]);
            if (bit == 1) {
                becomeSignificant(at, y * width + x, seen, one);
            }
            known[at] |= VISITED;
        }
    }

    private void refinement(int x, int top, int bottom, int half) {
        int at = (top + 1) * stride + x + 1;
        for (int y = top; y < bottom; y++, at += stride) {
            if ((known[at] & (SIGNIFICANT | VISITED)) != SIGNIFICANT) {
                continue;
            }
            RawBits bypass = raw;
            int bit = bypass != null ? bypass.next() : mq.decode(BlockContexts.magnitude(knownAt(at, y)));
            values[y * width + x] += bit == 1 ? half : -half;
            known[at] |= REFINED;
        }
    }

    private void cleanup(int x, int top, int bottom, int one) {
        int at = (top + 1) * stride + x + 1;
        int y = top;
        if (bottom - top == STRIPE && isQuiet(at, top)) {
            if (mq.decode(MqDecoder.RUN) == 0) {
                return;
            }
            int run = mq.decode(MqDecoder.UNIFORM) << 1 | mq.decode(MqDecoder.UNIFORM);
            y += run;
            at += run * stride;
            becomeSignificant(at, y * width + x, knownAt(at, y), one);
            y++;
            at += stride;
        }
        for (; y < bottom; y++, at += stride) {
            int seen = knownAt(at, y);
            if ((seen & (SIGNIFICANT | VISITED)) == 0 && mq.decode(zeroContexts[seen & AROUND]) == 1) {
                becomeSignificant(at, y * width + x, seen, one);
            }
            known[at] &= ~VISITED;
        }
    }

    /** Whether nothing is known in and around four coefficients, which are then coded as a run (T.800 D.3.4). */
    private boolean isQuiet(int at, int top) {
        int mask = AROUND | SIGNIFICANT | VISITED;
        return ((known[at] | known[at + stride] | known[at + 2 * stride] | knownAt(at + 3 * stride, top + 3)) & mask)
                == 0;
    }

    private void becomeSignificant(int at, int index, int seen, int one) {
        RawBits bypass = raw;
        int negative;
        if (bypass != null) {
            negative = bypass.next();
        } else {
            int context = BlockContexts.sign(seen);
            negative = mq.decode(context & 127) ^ context >> 7;
        }
        values[index] = one | one >> 1;
        known[at] |= negative == 1 ? SIGNIFICANT | NEGATIVE : SIGNIFICANT;
        known[at - 1] |= BlockContexts.EAST | (negative == 1 ? BlockContexts.EAST_NEGATIVE : 0);
        known[at + 1] |= BlockContexts.WEST | (negative == 1 ? BlockContexts.WEST_NEGATIVE : 0);
        known[at - stride] |= BlockContexts.SOUTH | (negative == 1 ? BlockContexts.SOUTH_NEGATIVE : 0);
        known[at + stride] |= BlockContexts.NORTH | (negative == 1 ? BlockContexts.NORTH_NEGATIVE : 0);
        known[at - stride - 1] |= BlockContexts.SOUTH_EAST;
        known[at - stride + 1] |= BlockContexts.SOUTH_WEST;
        known[at + stride - 1] |= BlockContexts.NORTH_EAST;
        known[at + stride + 1] |= BlockContexts.NORTH_WEST;
    }
}
