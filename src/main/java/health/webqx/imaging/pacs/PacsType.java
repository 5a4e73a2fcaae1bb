package health.webqx.imaging.pacs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of archives there is a connector for. */
public enum PacsType {
    ORTHANC,
    DIRECTORY;

    /** The type of a configured name. */
    static Optional<PacsType> find(String configured) {
        return Arrays.stream(values())
                .filter(type -> type.configured().equals(configured.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    String configured() {
        return name().toLowerCase(Locale.ROOT);
    }
}
