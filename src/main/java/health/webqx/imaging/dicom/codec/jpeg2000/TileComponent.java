package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import java.util.ArrayList;
import java.util.List;

/** A component of a tile, built from its headers: resolutions, subbands, precincts and code blocks. */
final class TileComponent {
    final Area area;
    final CodingStyle style;
    final Quantization quantization;
    final List<Resolution> resolutions = new ArrayList<>();

    TileComponent(Area area, CodingStyle style, Quantization quantization) {
        this.area = area;
        this.style = style;
        this.quantization = quantization;
    }

    /** Builds it; its precincts are added to those of the tile. */
    static TileComponent build(
            int component, Area area, CodingStyle style, Quantization quantization, List<Precinct> precincts)
            throws DicomException {
        TileComponent built = new TileComponent(area, style, quantization);
        Budget budget = new Budget();
        for (int r = 0; r <= style.levels(); r++) {
            built.resolutions.add(new Resolution(area.halved(style.levels() - r), built.subbands(r)));
            built.precincts(component, r, precincts, budget);
        }
        return built;
    }

    private List<Subband> subbands(int resolution) throws DicomException {
        List<Subband> subbands = new ArrayList<>();
        int level = resolution == 0 ? style.levels() : style.levels() - resolution + 1;
        for (int band = resolution == 0 ? 0 : 1; band <= (resolution == 0 ? 0 : 3); band++) {
            int index = resolution == 0 ? 0 : 3 * (resolution - 1) + band;
            Area covered = resolution == 0 ? area.halved(level) : area.subband(level, band & 1, band >> 1);
            subbands.add(new Subband(
                    band & 1, band >> 1, covered, quantization.exponent(index), quantization.mantissa(index)));
        }
        return subbands;
    }

    /** T.800 B.6, B.7. */
    private void precincts(int component, int resolution, List<Precinct> precincts, Budget budget)
            throws DicomException {
        Area covered = resolutions.get(resolution).area();
        if (covered.isEmpty()) {
            return;
        }
        int width = style.precinctWidth(resolution);
        int height = style.precinctHeight(resolution);
        int left = covered.x0() >> width;
        int top = covered.y0() >> height;
        int right = Area.shift(covered.x1(), width);
        int bottom = Area.shift(covered.y1(), height);
        budget.spend((long) (right - left) * (bottom - top));
        int scale = style.levels() - resolution;
        for (int row = top; row < bottom; row++) {
            long y = row == top ? start(covered.y0(), height, scale, area.y0()) : (long) row << (height + scale);
            for (int column = left; column < right; column++) {
                long x = column == left
                        ? start(covered.x0(), width, scale, area.x0())
                        : (long) column << (width + scale);
                Precinct precinct = new Precinct(component, resolution, x, y);
                blocks(precinct, resolution, row, column, budget);
                precincts.add(precinct);
            }
        }
    }

    /** Where the first precinct comes: at the tile's edge, unless it begins there exactly (T.800 B.12.1.3). */
    private static long start(int covered, int exponent, int scale, int edge) {
        return (covered & ((1 << exponent) - 1)) == 0 ? (long) covered << scale : edge;
    }

    private void blocks(Precinct precinct, int resolution, int row, int column, Budget budget) throws DicomException {
        int half = resolution == 0 ? 0 : 1;
        int width = style.precinctWidth(resolution) - half;
        int height = style.precinctHeight(resolution) - half;
        int blockWidth = Math.min(style.blockWidth(), width);
        int blockHeight = Math.min(style.blockHeight(), height);
        Area whole = new Area(column << width, row << height, (column + 1) << width, (row + 1) << height);
        for (Subband subband : resolutions.get(resolution).subbands()) {
            Area covered = whole.intersection(subband.area);
            if (!covered.isEmpty()) {
                budget.spend((long) ((covered.width() >> blockWidth) + 2) * ((covered.height() >> blockHeight) + 2));
            }
            subband.blocks.addAll(precinct.add(covered, blockWidth, blockHeight));
        }
    }

    /** Keeps tiny precincts and code blocks of a hostile stream from taking all memory. */
    private static final class Budget {
        private static final int MAX = 1 << 19;
        private long spent;

        void spend(long count) throws DicomException {
            spent += count;
            if (spent > MAX) {
                throw new DicomException(Reason.TOO_LARGE, -1, "too many precincts or code blocks");
            }
        }
    }
}
