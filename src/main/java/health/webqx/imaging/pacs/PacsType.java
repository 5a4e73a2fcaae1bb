package health.webqx.imaging.pacs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of archives there is a connector for. */
public enum PacsType {
    ORTHANC,
    DICOMWEB,
    DICOOGLE,
    POSTDICOM,
    DIRECTORY;

    /** The type of a configured name. */
    static Optional<PacsType> find(String configured) {
        return Arrays.stream(values())
                .filter(type -> type.configured().equals(configured.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All configured names, for people. */
    static String names() {
        return Arrays.stream(values()).map(PacsType::configured).collect(Collectors.joining(", "));
    }

    String configured() {
        return name().toLowerCase(Locale.ROOT);
    }
}
