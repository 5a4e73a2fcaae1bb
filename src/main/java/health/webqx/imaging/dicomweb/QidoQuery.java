package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a QIDO request's parameters say (PS3.18 8.3.4). A parameter that is not understood is refused: leaving a condition
 * out would answer with rows nobody asked for.
 *
 * @param matches tag → value it must match
 * @param limit most rows
 * @param offset rows to leave out first
 * @param fuzzy whether fuzzy matching was asked for, which this server does not do
 */
record QidoQuery(Map<Integer, String> matches, int limit, int offset, boolean fuzzy) {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 5000;
    private static final Set<String> FORM = Set.of("accept", "charset");

    static QidoQuery of(MultiMap parameters) {
        Map<Integer, String> matches = new LinkedHashMap<>();
        int limit = DEFAULT_LIMIT;
        int offset = 0;
        boolean fuzzy = false;
        for (Map.Entry<String, String> parameter : parameters) {
            String name = parameter.getKey();
            String value = parameter.getValue();
            switch (name) {
                case "limit" -> limit = Math.min(number(name, value), MAX_LIMIT);
                case "offset" -> offset = number(name, value);
                case "fuzzymatching" -> fuzzy = Boolean.parseBoolean(value);
                case "includefield" -> requireFields(value);
                default -> {
                    if (!FORM.contains(name) && matches.putIfAbsent(tag(name), value) != null) {
                        throw Failure.at(FailureKind.INVALID, name, "the attribute is given twice");
                    }
                }
            }
        }
        return new QidoQuery(matches, limit, offset, fuzzy);
    }

    /** The studies named by UID; empty when none is. */
    Set<Uid> studies() {
        Set<Uid> studies = new TreeSet<>(java.util.Comparator.comparing(Uid::value));
        String value = matches.getOrDefault(Tag.StudyInstanceUID, "");
        for (String uid : value.isEmpty() ? List.<String>of() : List.of(value.split("[,\\\\]", -1))) {
            studies.add(Uid.find(uid.strip())
                    .orElseThrow(() -> Failure.at(FailureKind.MALFORMED, "StudyInstanceUID", "not a UID")));
        }
        return studies;
    }

    private static void requireFields(String value) {
        for (String field : value.split(",", -1)) {
            if (!field.equals("all")) {
                for (String step : field.split("\\.", -1)) {
                    tag(step);
                }
            }
        }
    }

    private static int tag(String name) {
        if (name.matches("[0-9A-Fa-f]{8}")) {
            return (int) Long.parseLong(name, 16);
        }
        OptionalInt tag = Dictionary.tagOf(name);
        if (tag.isEmpty()) {
            throw Failure.at(FailureKind.UNSUPPORTED, name, "not an attribute: write a keyword or 8 hex digits");
        }
        return tag.getAsInt();
    }

    private static int number(String name, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw Failure.at(FailureKind.INVALID, name, "not a number of at least 0");
        }
        return Integer.parseInt(value);
    }
}
