package health.webqx.imaging.dicom.codec.jpeg;

/**
 * Brings a component to the size of the frame. By two it is interpolated, nearer samples weighing three times the farther
 * ones, as the reference implementations do; other factors repeat samples.
 */
final class Upsampling {
    private Upsampling() {}

    static int[] full(Component component, FrameHeader frame) {
        int across = frame.widest() / component.horizontal;
        int down = frame.highest() / component.vertical;
        boolean whole = frame.widest() % component.horizontal == 0 && frame.highest() % component.vertical == 0;
        if (whole && across == 1 && down == 1) {
            return cropped(component, frame);
        } else if (whole && across == 2 && down <= 2 && component.columns > 2) {
            return interpolated(component, frame, down);
        }
        return repeated(component, frame);
    }

    private static int[] cropped(Component component, FrameHeader frame) {
        int columns = frame.columns();
        if (component.stride == columns && component.plane.length == columns * frame.rows()) {
            return component.plane;
        }
        int[] plane = new int[columns * frame.rows()];
        for (int y = 0; y < frame.rows(); y++) {
            System.arraycopy(component.plane, y * component.stride, plane, y * columns, columns);
        }
        return plane;
    }

    private static int[] repeated(Component component, FrameHeader frame) {
        int[] plane = new int[frame.columns() * frame.rows()];
        int widest = frame.widest();
        int highest = frame.highest();
        int to = 0;
        for (int y = 0; y < frame.rows(); y++) {
            int from = y * component.vertical / highest * component.stride;
            for (int x = 0; x < frame.columns(); x++) {
                plane[to++] = component.plane[from + x * component.horizontal / widest];
            }
        }
        return plane;
    }

    private static int[] interpolated(Component component, FrameHeader frame, int down) {
        int[] plane = new int[frame.columns() * frame.rows()];
        int[] weighted = new int[component.columns];
        for (int y = 0; y < frame.rows(); y++) {
            int near = y / down;
            int far = Math.min(Math.max(down == 1 ? near : near + (y % 2 == 0 ? -1 : 1), 0), component.rows - 1);
            for (int x = 0; x < component.columns; x++) {
                int nearest = component.plane[near * component.stride + x];
                weighted[x] = down == 1 ? nearest : 3 * nearest + component.plane[far * component.stride + x];
            }
            row(weighted, plane, y * frame.columns(), frame.columns(), down);
        }
        return plane;
    }

    /** Rounds down at even places and up at odd ones, so that no bias builds up. */
    private static void row(int[] from, int[] plane, int to, int columns, int down) {
        int shift = down == 1 ? 2 : 4;
        int even = down == 1 ? 1 : 8;
        int odd = down == 1 ? 2 : 7;
        int last = from.length - 1;
        for (int x = 0; x < columns; x++) {
            int near = x / 2;
            boolean edge = x == 0 || (near == last && x % 2 == 1);
            int far = x % 2 == 0 ? Math.max(near - 1, 0) : Math.min(near + 1, last);
            int round = edge && down == 1 ? 2 : x % 2 == 0 ? even : odd;
            plane[to + x] = (3 * from[near] + from[edge ? near : far] + round) >> shift;
        }
    }
}
