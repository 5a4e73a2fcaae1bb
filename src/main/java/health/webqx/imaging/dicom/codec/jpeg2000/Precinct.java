package health.webqx.imaging.dicom.codec.jpeg2000;

import java.util.ArrayList;
import java.util.List;

/** The code blocks of a resolution whose bytes come in the same packets (T.800 B.6). */
final class Precinct {
    final int component;
    final int resolution;
    /** Where it comes in progressions by position, on the reference grid. */
    final long x;

    final long y;
    final List<Part> parts = new ArrayList<>(3);
    /** The layer of its next packet. */
    int layer;

    Precinct(int component, int resolution, long x, long y) {
        this.component = component;
        this.resolution = resolution;
        this.x = x;
        this.y = y;
    }

    /** Its code blocks of one subband, row by row. */
    static final class Part {
        final List<CodeBlock> blocks;
        final TagTree inclusion;
        final TagTree zeroPlanes;

        private Part(List<CodeBlock> blocks, int across, int down) {
            this.blocks = blocks;
            inclusion = new TagTree(across, down);
            zeroPlanes = new TagTree(across, down);
        }
    }

    /** Adds the blocks that lie in an area of a subband; gives them. */
    List<CodeBlock> add(Area area, int blockWidth, int blockHeight) {
        if (area.isEmpty()) {
            return List.of();
        }
        int left = area.x0() >> blockWidth;
        int top = area.y0() >> blockHeight;
        int right = Area.shift(area.x1(), blockWidth);
        int bottom = Area.shift(area.y1(), blockHeight);
        List<CodeBlock> blocks = new ArrayList<>((right - left) * (bottom - top));
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                Area whole = new Area(
                        column << blockWidth, row << blockHeight, (column + 1) << blockWidth, (row + 1) << blockHeight);
                blocks.add(new CodeBlock(whole.intersection(area)));
            }
        }
        parts.add(new Part(blocks, right - left, bottom - top));
        return blocks;
    }
}
