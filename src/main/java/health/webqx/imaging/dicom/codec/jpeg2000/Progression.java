package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.StreamBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which packets follow in which order (T.800 A.6.6, B.12).
 *
 * @param order as table A.16 numbers it
 * @param firstResolution the first one of these packets
 * @param firstComponent the first one of these packets
 * @param layers packets are of layers below this one
 * @param resolutions and of resolutions below this one
 * @param components and of components below this one
 */
record Progression(int order, int firstResolution, int firstComponent, int layers, int resolutions, int components) {
    private static final int LAYERS_FIRST = 0;
    private static final int RESOLUTIONS_FIRST = 1;
    /** Each change sorts all precincts anew; real streams have a handful. */
    private static final int MOST_CHANGES = 32;

    static Progression all(int order, int layers) {
        return new Progression(order, 0, 0, layers, 33, 1 << 14);
    }

    /** Reads a POC segment. */
    static List<Progression> read(StreamBytes in, int componentCount) throws DicomException {
        List<Progression> changes = new ArrayList<>();
        while (in.remaining() > 0) {
            int resolution = in.uint8();
            int component = componentCount < 257 ? in.uint8() : in.uint16();
            int layers = in.uint16();
            int resolutions = in.uint8();
            int components = componentCount < 257 ? in.uint8() : in.uint16();
            int order = in.uint8();
            if (order > 4 || changes.size() == MOST_CHANGES) {
                throw in.invalid("no such progression order, or too many");
            }
            changes.add(new Progression(
                    order, resolution, component, layers, resolutions, components == 0 ? 256 : components));
        }
        return changes;
    }

    boolean isByLayer() {
        return order == LAYERS_FIRST;
    }

    boolean isByResolutionAndLayer() {
        return order == RESOLUTIONS_FIRST;
    }

    boolean covers(Precinct precinct) {
        return precinct.resolution >= firstResolution
                && precinct.resolution < resolutions
                && precinct.component >= firstComponent
                && precinct.component < components;
    }

    /** The order of precincts within a layer, or of all layers where these come innermost. */
    Comparator<Precinct> comparator() {
        Comparator<Precinct> resolution = Comparator.comparingInt(precinct -> precinct.resolution);
        Comparator<Precinct> component = Comparator.comparingInt(precinct -> precinct.component);
        Comparator<Precinct> position =
                Comparator.<Precinct>comparingLong(precinct -> precinct.y).thenComparingLong(precinct -> precinct.x);
        return switch (order) {
            case LAYERS_FIRST, RESOLUTIONS_FIRST -> resolution.thenComparing(component);
            case 2 -> resolution.thenComparing(position).thenComparing(component);
            case 3 -> position.thenComparing(component).thenComparing(resolution);
            default -> component.thenComparing(position).thenComparing(resolution);
        };
    }
}
