package health.webqx.imaging.dicom.validate;

import health.webqx.imaging.dicom.Tag;
import java.util.ArrayList;
import java.util.List;

/** Collects violations up to a bound; knows where in the data set the checks are. For one thread. */
final class Violations {
    private static final int MOST = 1000;

    private final List<Violation> found = new ArrayList<>();
    private final List<String> path = new ArrayList<>();

    /** Checks go on in an item, counted from 0, of that sequence. */
    void enter(int sequence, int item) {
        path.add(name(sequence) + "[" + (item + 1) + "].");
    }

    void leave() {
        path.remove(path.size() - 1);
    }

    void error(int tag, String message, String rule) {
        add(Severity.ERROR, tag, message, rule);
    }

    void warning(int tag, String message, String rule) {
        add(Severity.WARNING, tag, message, rule);
    }

    /** @param tag 0 for the file as a whole */
    void add(Severity severity, int tag, String message, String rule) {
        if (found.size() < MOST) {
            found.add(new Violation(severity, tag == 0 ? "" : String.join("", path) + name(tag), message, rule));
        } else if (found.size() == MOST) {
            found.add(new Violation(Severity.WARNING, "", "there is more that is not told", ""));
        }
    }

    List<Violation> list() {
        return List.copyOf(found);
    }

    private static String name(int tag) {
        String hex = Tag.hex(tag);
        return "(" + hex.substring(0, 4) + "," + hex.substring(4) + ")";
    }
}
