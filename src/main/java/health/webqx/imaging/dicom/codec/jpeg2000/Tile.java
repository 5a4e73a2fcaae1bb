package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import java.util.ArrayList;
import java.util.List;

/** Decodes one tile into the planes of the image. For one thread. */
final class Tile {
    private final Codestream stream;
    private final Area area;
    private final TileHeader header;
    private final BlockDecoder blocks = new BlockDecoder();
    private final HighThroughputBlockDecoder highThroughput = new HighThroughputBlockDecoder();
    private final List<TileComponent> components = new ArrayList<>();

    Tile(Codestream stream, int index, TileHeader header) {
        this.stream = stream;
        this.area = stream.size.tile(index);
        this.header = header;
    }

    void decode(byte[] packets, int[][] planes) throws DicomException {
        List<Precinct> precincts = new ArrayList<>();
        for (int c = 0; c < stream.components(); c++) {
            components.add(TileComponent.build(c, area, header.style(c), header.quantization(c), precincts));
        }
        new PacketReader(packets, components).read(precincts, header);
        List<Synthesis> synthesized = new ArrayList<>();
        for (TileComponent component : components) {
            synthesized.add(synthesize(component));
        }
        if (header.isMultiComponent()) {
            colors(synthesized.get(0), synthesized.get(1), synthesized.get(2));
        }
        for (int c = 0; c < planes.length; c++) {
            copy(synthesized.get(c), planes[c]);
        }
    }

    private Synthesis synthesize(TileComponent component) throws DicomException {
        Resolution lowest = component.resolutions.get(0);
        Synthesis synthesis;
        if (component.style.reversible()) {
            Reversible reversible = new Reversible();
            reversible.begin(lowest.area());
            synthesis = reversible;
        } else {
            Irreversible irreversible = new Irreversible(stream.size.precision());
            irreversible.begin(lowest.area());
            synthesis = irreversible;
        }
        place(component, lowest, synthesis, true);
        for (Resolution resolution : component.resolutions.subList(1, component.resolutions.size())) {
            synthesis.expand(resolution.area());
            place(component, resolution, synthesis, false);
            if (!resolution.area().isEmpty()) {
                synthesis.filter();
            }
        }
        return synthesis;
    }

    private void place(TileComponent component, Resolution resolution, Synthesis synthesis, boolean lowest)
            throws DicomException {
        for (Subband subband : resolution.subbands()) {
            for (CodeBlock block : subband.blocks) {
                if (block.isIncluded()) {
                    synthesis.place(block, subband, decode(block, subband, component), lowest);
                }
            }
        }
    }

    private int[] decode(CodeBlock block, Subband subband, TileComponent component) throws DicomException {
        return component.style.has(CodingStyle.HIGH_THROUGHPUT)
                ? highThroughput.decode(block, subband, component)
                : blocks.decode(block, subband, component);
    }

    /** T.800 annex G. */
    private static void colors(Synthesis first, Synthesis second, Synthesis third) throws DicomException {
        if (first instanceof Reversible y && second instanceof Reversible u && third instanceof Reversible v) {
            for (int i = 0; i < y.plane.length; i++) {
                int green = y.plane[i] - ((u.plane[i] + v.plane[i]) >> 2);
                y.plane[i] = v.plane[i] + green;
                v.plane[i] = u.plane[i] + green;
                u.plane[i] = green;
            }
        } else if (first instanceof Irreversible y
                && second instanceof Irreversible b
                && third instanceof Irreversible r) {
            for (int i = 0; i < y.plane.length; i++) {
                float red = y.plane[i] + 1.402f * r.plane[i];
                float green = y.plane[i] - 0.344136f * b.plane[i] - 0.714136f * r.plane[i];
                r.plane[i] = y.plane[i] + 1.772f * b.plane[i];
                y.plane[i] = red;
                b.plane[i] = green;
            }
        } else {
            throw new DicomException(Reason.INVALID_STRUCTURE, -1, "colour differences of different filters");
        }
    }

    /** Shifts the level, keeps samples within their range, and puts them into the image (T.800 G.1). */
    private void copy(Synthesis synthesis, int[] plane) {
        ImageSize size = stream.size;
        int shift = size.signed() ? 0 : 1 << (size.precision() - 1);
        int least = size.signed() ? -(1 << (size.precision() - 1)) : 0;
        int most = least + (1 << size.precision()) - 1;
        int from = 0;
        for (int y = area.y0(); y < area.y1(); y++) {
            int to = (y - size.image().y0()) * size.image().width()
                    + area.x0()
                    - size.image().x0();
            for (int x = 0; x < area.width(); x++, from++, to++) {
                int value = synthesis instanceof Reversible whole
                        ? whole.plane[from]
                        : (int) Math.rint(((Irreversible) synthesis).plane[from]);
                plane[to] = Math.max(least, Math.min(value + shift, most));
            }
        }
    }
}
