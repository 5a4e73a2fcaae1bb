package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.codec.Samples;
import java.io.IOException;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * From pixel values to shades of grey: modality, values of interest, presentation (PS3.3 C.11, PS3.4 N.2.1). Padding is
 * black.
 */
final class GreyScale {
    /** Values that a table is made for; a frame of more bits is computed pixel by pixel. */
    private static final int TABLE_BITS = 16;

    private final DataSet dataSet;
    private final FunctionalGroups groups;
    private final PixelDescription description;
    private final Padding padding;
    private final boolean inverted;

    GreyScale(DataSet dataSet, int frame, PixelDescription description) {
        this.dataSet = dataSet;
        this.groups = new FunctionalGroups(dataSet, frame);
        this.description = description;
        padding = Padding.of(dataSet, description);
        inverted = description.photometric() == Photometric.MONOCHROME1
                || dataSet.string(Tag.PresentationLUTShape)
                        .filter("INVERSE"::equals)
                        .isPresent();
    }

    /** A shade for each pixel. */
    byte[] apply(Samples samples, Optional<Window> asked) throws IOException {
        int[] plane = samples.plane(0);
        IntToDoubleFunction modality = modality();
        DoubleUnaryOperator interest = interest(plane, modality, asked);
        byte[] shades = new byte[plane.length];
        if (description.bitsStored() > TABLE_BITS) {
            for (int i = 0; i < plane.length; i++) {
                shades[i] = shade(plane[i], modality, interest);
            }
            return shades;
        }
        int least = description.signed() ? -(1 << (description.bitsStored() - 1)) : 0;
        byte[] table = new byte[1 << description.bitsStored()];
        for (int i = 0; i < table.length; i++) {
            table[i] = shade(least + i, modality, interest);
        }
        int mask = table.length - 1;
        for (int i = 0; i < plane.length; i++) {
            shades[i] = table[(plane[i] - least) & mask];
        }
        return shades;
    }

    private byte shade(int value, IntToDoubleFunction modality, DoubleUnaryOperator interest) {
        if (padding.holds(number(value))) {
            return 0;
        }
        double grey = interest.applyAsDouble(modality.applyAsDouble(value));
        return (byte) Math.rint(255 * (inverted ? 1 - grey : grey));
    }

    /** A sample of 32 bits without sign does not fit an int. */
    private long number(int value) {
        return description.signed() ? value : value & 0xFFFFFFFFL;
    }

    private IntToDoubleFunction modality() throws IOException {
        DataSet group = groups.group(Tag.PixelValueTransformationSequence);
        Optional<LookupTable> table = LookupTable.ofSequence(dataSet, Tag.ModalityLUTSequence, description.signed());
        if (table.isPresent()) {
            LookupTable found = table.get();
            return found::apply;
        }
        double slope = group.decimal(Tag.RescaleSlope).orElse(1);
        double intercept = group.decimal(Tag.RescaleIntercept).orElse(0);
        return value -> slope * number(value) + intercept;
    }

    /** The window asked for, else the data set's, else its table, else all values there are. */
    private DoubleUnaryOperator interest(int[] plane, IntToDoubleFunction modality, Optional<Window> asked)
            throws IOException {
        DataSet group = groups.group(Tag.FrameVOILUTSequence);
        boolean negative = description.signed() || modality.applyAsDouble(0) < 0;
        Optional<Window> window = asked.or(() -> Window.first(group)).or(() -> Window.first(dataSet));
        Optional<LookupTable> table =
                window.isPresent() ? Optional.empty() : LookupTable.ofSequence(dataSet, Tag.VOILUTSequence, negative);
        if (table.isPresent()) {
            LookupTable found = table.get();
            double most = (1 << found.bits()) - 1;
            return value -> Math.min(1, found.apply((int) Math.rint(value)) / most);
        }
        Window shown = window.orElseGet(() -> all(plane, modality));
        return shown::apply;
    }

    private Window all(int[] plane, IntToDoubleFunction modality) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        if (description.bitsStored() <= 8 && !description.signed()) {
            double lowest = modality.applyAsDouble(0);
            double highest = modality.applyAsDouble((1 << description.bitsStored()) - 1);
            least = Math.min(lowest, highest);
            most = Math.max(lowest, highest);
        } else {
            for (int value : plane) {
                if (!padding.holds(number(value))) {
                    double number = modality.applyAsDouble(value);
                    least = Math.min(least, number);
                    most = Math.max(most, number);
                }
            }
        }
        return most > least
                ? new Window((least + most) / 2, most - least, Window.Function.LINEAR_EXACT)
                : new Window(Double.isFinite(least) ? least : 0, 1, Window.Function.LINEAR_EXACT);
    }
}
