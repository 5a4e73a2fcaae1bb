package health.webqx.imaging.dicom.codec.jpeg2000;

import java.util.ArrayList;
import java.util.List;

/** One subband of a resolution (T.800 B.5). */
final class Subband {
    /** 1 if high-pass horizontally, else 0. */
    final int xHigh;

    final int yHigh;
    final Area area;
    final int exponent;
    final int mantissa;
    final List<CodeBlock> blocks = new ArrayList<>();

    Subband(int xHigh, int yHigh, Area area, int exponent, int mantissa) {
        this.xHigh = xHigh;
        this.yHigh = yHigh;
        this.area = area;
        this.exponent = exponent;
        this.mantissa = mantissa;
    }

    /** Size of a quantization step (T.800 equation E-3). */
    float step(int precision) {
        return (float) Math.scalb(1 + mantissa / 2048.0, precision + xHigh + yHigh - exponent);
    }
}
