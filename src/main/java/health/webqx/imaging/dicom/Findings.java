package health.webqx.imaging.dicom;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects faults; of each rule the first few, since a faulty writer commits the same one thousands of times. */
final class Findings {
    private static final int MOST_OF_A_RULE = 20;

    private final List<Finding> kept = new ArrayList<>();
    private final Map<Finding.Rule, Integer> counts = new EnumMap<>(Finding.Rule.class);

    void add(Finding.Rule rule, int tag, long offset) {
        if (counts.merge(rule, 1, Integer::sum) <= MOST_OF_A_RULE) {
            kept.add(new Finding(rule, tag, offset));
        }
    }

    List<Finding> list() {
        return List.copyOf(kept);
    }
}
