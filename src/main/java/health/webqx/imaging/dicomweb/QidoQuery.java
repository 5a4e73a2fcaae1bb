package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a QIDO request's parameters say (PS3.18 8.3.4). A parameter that is not understood is refused: leaving a condition
 * out would answer with rows nobody asked for.
 *
 * @param conditions what each row must meet, one for each attribute
 * @param fields attributes that were asked for
 * @param allFields whether all that can be had were asked for
 * @param limit most rows
 * @param offset rows to leave out first
 * @param fuzzy whether fuzzy matching was asked for, which this server does not do
 */
record QidoQuery(
        List<QidoCondition> conditions, Set<Integer> fields, boolean allFields, int limit, int offset, boolean fuzzy) {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 5000;
    private static final int MOST_PARAMETERS = 100;
    private static final Set<String> FORM = Set.of("accept", "charset");
    private static final Set<String> CONTROLS = Set.of("limit", "offset", "fuzzymatching");

    QidoQuery {
        conditions = List.copyOf(conditions);
        fields = Set.copyOf(fields);
    }

    static QidoQuery of(MultiMap parameters) {
        if (parameters.size() > MOST_PARAMETERS) {
            throw Failure.of(FailureKind.INVALID, "a search has " + MOST_PARAMETERS + " parameters at most");
        }
        List<QidoCondition> conditions = new ArrayList<>();
        Set<List<Integer>> paths = new HashSet<>();
        Set<Integer> fields = new HashSet<>();
        boolean all = false;
        for (Map.Entry<String, String> parameter : parameters) {
            String name = parameter.getKey();
            if (name.equals("includefield")) {
                all |= addFields(parameter.getValue(), fields);
            } else if (!CONTROLS.contains(name) && !FORM.contains(name)) {
                QidoCondition condition = QidoCondition.of(name, parameter.getValue());
                if (!paths.add(condition.path())) {
                    throw Failure.at(FailureKind.INVALID, name, "the attribute is given twice");
                }
                conditions.add(condition);
            }
        }
        int limit = number(parameters, "limit").map(n -> Math.min(n, MAX_LIMIT)).orElse(DEFAULT_LIMIT);
        int offset = number(parameters, "offset").orElse(0);
        return new QidoQuery(conditions, fields, all, limit, offset, fuzzy(parameters));
    }

    /** The values wanted of an attribute, where they are written out; none for any, and for wildcards. */
    List<String> literals(int tag) {
        return conditions.stream()
                .filter(condition -> condition.isOn(tag) && !condition.hasWildcards())
                .findFirst()
                .map(QidoCondition::values)
                .orElse(List.of());
    }

    /** The studies named by UID; empty when none is. */
    Set<Uid> studies() {
        Set<Uid> studies = new TreeSet<>(Comparator.comparing(Uid::value));
        literals(Tag.StudyInstanceUID).forEach(uid -> studies.add(Uid.of(uid)));
        return studies;
    }

    /** Conditions that the catalogue answers. */
    List<QidoCondition> held() {
        return conditions.stream().filter(QidoCondition::isHeld).toList();
    }

    /** Conditions on what only archives know. */
    List<QidoCondition> foreign() {
        return conditions.stream()
                .filter(condition -> !condition.isHeld() && !condition.values().isEmpty())
                .toList();
    }

    /** What archives must tell of each row that is shown. */
    Set<Integer> foreignFields(QidoLevel level) {
        Set<Integer> foreign = new TreeSet<>(QidoAttributes.alwaysAsked(level));
        fields.stream().filter(tag -> !QidoAttributes.isHeld(tag)).forEach(foreign::add);
        conditions.stream().filter(condition -> !condition.isHeld()).forEach(each -> foreign.add(each.tag()));
        return foreign;
    }

    private static boolean addFields(String value, Set<Integer> fields) {
        boolean all = false;
        for (String field : value.split(",", -1)) {
            if (field.equals("all")) {
                all = true;
            } else {
                fields.add(QidoAttributes.path(field.strip()).get(0));
            }
        }
        return all;
    }

    private static boolean fuzzy(MultiMap parameters) {
        Optional<String> value = one(parameters, "fuzzymatching");
        if (value.isPresent() && !Set.of("true", "false").contains(value.get())) {
            throw Failure.at(FailureKind.INVALID, "fuzzymatching", "true or false");
        }
        return value.filter("true"::equals).isPresent();
    }

    private static Optional<Integer> number(MultiMap parameters, String name) {
        return one(parameters, name).map(value -> {
            if (!value.matches("\\d{1,9}")) {
                throw Failure.at(FailureKind.INVALID, name, "not a number of at least 0");
            }
            return Integer.parseInt(value);
        });
    }

    private static Optional<String> one(MultiMap parameters, String name) {
        List<String> values = parameters.getAll(name);
        if (values.size() > 1) {
            throw Failure.at(FailureKind.INVALID, name, "the parameter is given twice");
        }
        return values.stream().findFirst();
    }
}
