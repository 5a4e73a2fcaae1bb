package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A range of values that is shown, the rest being black or white (PS3.3 C.11.2.1.2).
 *
 * @param center after the modality transformation
 * @param width more than 0; less than 1 counts as 1 for {@link Function#LINEAR}
 */
public record Window(double center, double width, Function function) {
    /** VOI LUT Function (0028,1056). */
    public enum Function {
        LINEAR,
        LINEAR_EXACT,
        SIGMOID
    }

    /** Windows of a data set or functional group, in their order; none where they make no sense. */
    static Optional<Window> first(DataSet dataSet) {
        List<Double> centers = dataSet.decimals(Tag.WindowCenter);
        List<Double> widths = dataSet.decimals(Tag.WindowWidth);
        if (centers.isEmpty() || widths.isEmpty() || !isUsable(centers.get(0), widths.get(0))) {
            return Optional.empty();
        }
        Function function =
                dataSet.string(Tag.VOILUTFunction).flatMap(Window::function).orElse(Function.LINEAR);
        return Optional.of(new Window(centers.get(0), widths.get(0), function));
    }

    /** The function of a name, in any case, with hyphens or underscores (PS3.18 8.3.5.1.4). */
    public static Optional<Function> function(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        for (Function each : Function.values()) {
            if (each.name().equals(wanted)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Whether a window of that center and width shows anything. */
    public static boolean isUsable(double center, double width) {
        return Double.isFinite(center) && Double.isFinite(width) && width > 0;
    }

    /** What a value becomes, from 0 to 1. */
    double apply(double value) {
        return switch (function) {
            case LINEAR -> {
                double wide = Math.max(width, 1) - 1;
                double from = center - 0.5 - wide / 2;
                yield value <= from ? 0 : value > from + wide ? 1 : (value - (center - 0.5)) / wide + 0.5;
            }
            case LINEAR_EXACT -> {
                double from = center - width / 2;
                yield value <= from ? 0 : value > from + width ? 1 : (value - center) / width + 0.5;
            }
            case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - center) / width));
        };
    }
}
