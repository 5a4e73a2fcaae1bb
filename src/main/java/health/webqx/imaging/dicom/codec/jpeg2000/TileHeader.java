package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.StreamBytes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What COD, COC, QCD, QCC and POC segments say, of the whole image or of one tile (T.800 A.6). For one thread. */
final class TileHeader {
    private static final int CAP = 0xFF50;
    private static final int COD = 0xFF52;
    private static final int COC = 0xFF53;
    private static final int RGN = 0xFF5E;
    private static final int QCD = 0xFF5C;
    private static final int QCC = 0xFF5D;
    private static final int POC = 0xFF5F;
    private static final int PPM = 0xFF60;
    private static final int PPT = 0xFF61;

    private final @Nullable CodingStyle[] styles;
    private final @Nullable Quantization[] quantizations;
    private @Nullable CodingStyle style;
    private @Nullable Quantization quantization;
    private List<Progression> progressions = List.of();
    private int order;
    private int layers;
    private boolean multiComponent;

    TileHeader(int components) {
        styles = new CodingStyle[components];
        quantizations = new Quantization[components];
    }

    /** A tile's own header: until it says otherwise, as the main header says. */
    TileHeader(TileHeader main) {
        styles = Arrays.copyOf(main.styles, main.styles.length);
        quantizations = Arrays.copyOf(main.quantizations, main.quantizations.length);
        style = main.style;
        quantization = main.quantization;
        progressions = main.progressions;
        order = main.order;
        layers = main.layers;
        multiComponent = main.multiComponent;
    }

    /** Reads a segment; those that change nothing here are passed over. */
    void read(int marker, StreamBytes in, boolean ofTile) throws DicomException {
        switch (marker) {
            case CAP -> Capabilities.check(in);
            case COD -> readCod(in, ofTile);
            case COC -> {
                int component = component(in);
                styles[component] = CodingStyle.read(in, (in.uint8() & 1) != 0);
            }
            case QCD -> {
                quantization = Quantization.read(in);
                if (ofTile) {
                    Arrays.fill(quantizations, null); // a tile's goes before the components' of the image (A.6.4)
                }
            }
            case QCC -> {
                int component = component(in);
                quantizations[component] = Quantization.read(in);
            }
            case POC -> progressions = Progression.read(in, styles.length);
            case PPM, PPT -> throw in.invalid("packed packet headers are not supported");
            case RGN -> throw in.invalid("regions of interest are not supported");
            default -> {}
        }
    }

    private void readCod(StreamBytes in, boolean ofTile) throws DicomException {
        int flags = in.uint8();
        order = in.uint8();
        layers = in.uint16();
        multiComponent = in.uint8() == 1;
        if (order > 4 || layers == 0 || (multiComponent && styles.length < 3)) {
            throw in.invalid("impossible coding style");
        }
        style = CodingStyle.read(in, (flags & 1) != 0);
        if (ofTile) {
            Arrays.fill(styles, null);
        }
    }

    private int component(StreamBytes in) throws DicomException {
        int component = styles.length < 257 ? in.uint8() : in.uint16();
        if (component >= styles.length) {
            throw in.invalid("no such component");
        }
        return component;
    }

    CodingStyle style(int component) throws DicomException {
        return there(styles[component], style);
    }

    Quantization quantization(int component) throws DicomException {
        return there(quantizations[component], quantization);
    }

    private static <T> T there(@Nullable T ofComponent, @Nullable T ofAll) throws DicomException {
        T found = ofComponent != null ? ofComponent : ofAll;
        if (found == null) {
            throw new DicomException(DicomException.Reason.INVALID_STRUCTURE, -1, "no coding style or no quantization");
        }
        return found;
    }

    /** Whether the first three components are coded as differences of colours (T.800 annex G). */
    boolean isMultiComponent() {
        return multiComponent;
    }

    int layers() {
        return layers;
    }

    /** In which order packets come; several orders one after the other where it changes. */
    List<Progression> progressions() {
        return progressions.isEmpty() ? List.of(Progression.all(order, layers)) : progressions;
    }
}
