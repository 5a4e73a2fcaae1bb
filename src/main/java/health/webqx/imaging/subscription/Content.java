package health.webqx.imaging.subscription;

import java.util.Arrays;
import java.util.Optional;

/** How much of a resource a notification holds ({@code backport-content-code-system}). */
public enum Content {
    /** That something happened. */
    EMPTY("empty"),
    /** To what. */
    ID_ONLY("id-only"),
    /** All of it. */
    FULL_RESOURCE("full-resource");

    private final String code;

    Content(String code) {
        this.code = code;
    }

    /** The content of that code. */
    public static Optional<Content> find(String code) {
        return Arrays.stream(values()).filter(each -> each.code.equals(code)).findFirst();
    }

    /** The code. */
    String code() {
        return code;
    }
}
