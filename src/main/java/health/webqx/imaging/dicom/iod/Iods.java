package health.webqx.imaging.dicom.iod;

import health.webqx.imaging.dicom.Uid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The IODs that this service knows attribute by attribute, from {@code iods.tsv}; read at first use. */
public final class Iods {
    /** Loaded by the first use of {@link Iods}, not before. */
    private static final class Loaded {
        static final Map<Uid, Iod> BY_SOP_CLASS = read();
    }

    private Iods() {}

    /** Empty for a SOP class that is not in the table. */
    public static Optional<Iod> find(Uid sopClass) {
        return Optional.ofNullable(Loaded.BY_SOP_CLASS.get(sopClass));
    }

    /** Every one of the table. */
    public static Stream<Iod> list() {
        return Loaded.BY_SOP_CLASS.values().stream();
    }

    private static Map<Uid, Iod> read() {
        Map<String, IodModule> modules = ModuleTable.read();
        Map<Uid, Iod> iods = new HashMap<>();
        for (String[] line : Table.lines("iods.tsv")) {
            Optional<String> modality = Optional.of(line[3]).filter(value -> !value.equals("-"));
            Iod iod = new Iod(line[0], line[1], Uid.of(line[2]), modality, uses(line[4], modules));
            iods.put(iod.sopClass(), iod);
        }
        return Map.copyOf(iods);
    }

    private static List<Iod.Use> uses(String text, Map<String, IodModule> modules) {
        List<Iod.Use> uses = new ArrayList<>();
        Arrays.stream(text.split(" ", -1)).map(use -> use.split(":", -1)).forEach(use -> {
            IodModule module = modules.get(use[0]);
            if (module == null) {
                throw new IllegalStateException("modules.tsv lacks " + use[0]);
            }
            uses.add(new Iod.Use(module, use[1].equals("M")));
        });
        return List.copyOf(uses);
    }
}
