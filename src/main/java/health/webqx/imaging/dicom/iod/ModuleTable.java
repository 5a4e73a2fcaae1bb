package health.webqx.imaging.dicom.iod;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes modules of {@code modules.tsv}, with the conditions of {@code conditions.tsv}. */
final class ModuleTable {
    /** An attribute while its module is read: its nested ones may come on any later line. */
    private static final class Draft {
        private AttributeType type = AttributeType.OPTIONAL;
        private final Map<String, Draft> nested = new LinkedHashMap<>();
    }

    private final Map<String, Condition> conditions = new HashMap<>();

    private ModuleTable() {
        for (String[] line : Table.lines("conditions.tsv")) {
            conditions.put(line[0] + " " + line[1], Condition.of(line[2]));
        }
    }

    /** By their names. */
    static Map<String, IodModule> read() {
        return new ModuleTable().modules();
    }

    private Map<String, IodModule> modules() {
        Map<String, IodModule> modules = new HashMap<>();
        List<String[]> pending = new ArrayList<>();
        List<String[]> lines = Table.lines("modules.tsv");
        for (int i = lines.size() - 1; i >= 0; i--) { // from the end, so that a module follows its attributes
            String[] line = lines.get(i);
            if (line[0].equals("module")) {
                modules.put(line[1], module(line[1], line[2], pending));
                pending.clear();
            } else {
                pending.add(0, line);
            }
        }
        return modules;
    }

    private IodModule module(String name, String section, List<String[]> lines) {
        Map<String, Draft> top = new LinkedHashMap<>();
        for (String[] line : lines) {
            Map<String, Draft> level = top;
            Draft draft = new Draft();
            for (String tag : line[0].split(">", -1)) {
                draft = level.computeIfAbsent(tag, key -> new Draft());
                level = draft.nested;
            }
            draft.type = AttributeType.of(line[1]);
        }
        return new IodModule(name, section, rules(name, "", top));
    }

    private List<AttributeRule> rules(String module, String path, Map<String, Draft> drafts) {
        List<AttributeRule> rules = new ArrayList<>();
        drafts.forEach((tag, draft) -> rules.add(new AttributeRule(
                Integer.parseUnsignedInt(tag.replace('x', '0'), 16),
                tag.contains("x"),
                draft.type,
                Optional.ofNullable(conditions.get(module + " " + path + tag)),
                rules(module, path + tag + ">", draft.nested))));
        return List.copyOf(rules);
    }
}
