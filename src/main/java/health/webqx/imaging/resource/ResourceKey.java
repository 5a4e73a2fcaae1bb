package health.webqx.imaging.resource;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.Optional;

/**
 * Which resource: its type and logical id (R4 2.1.3 logical id, {@code [A-Za-z0-9\-.]{1,64}}).
 *
 * @param type a resource type's name
 * @param id the logical id
 */
public record ResourceKey(String type, String id) {
    private static final int LONGEST_ID = 64;

    public ResourceKey {
        if (!isId(id)) {
            throw Failure.at(
                    FailureKind.MALFORMED, type + ".id", "not a logical id: 1 to 64 letters, digits, '-' and '.'");
        }
    }

    /** Whether the text is a logical id by R4's grammar. */
    public static boolean isId(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ID) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isIdCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIdCharacter(char each) {
        return (each >= 'a' && each <= 'z')
                || (each >= '0' && each <= '9')
                || (each >= 'A' && each <= 'Z')
                || each == '-'
                || each == '.';
    }

    /** The key in a relative reference {@code Type/id}, if the text is one. */
    public static Optional<ResourceKey> ofReference(String reference) {
        int slash = reference.indexOf('/');
        if (slash <= 0 || !Character.isUpperCase(reference.charAt(0)) || !isId(reference.substring(slash + 1))) {
            return Optional.empty();
        }
        return Optional.of(new ResourceKey(reference.substring(0, slash), reference.substring(slash + 1)));
    }

    /** The relative reference {@code Type/id}. */
    public String reference() {
        return type + "/" + id;
    }

    @Override
    public String toString() {
        return reference();
    }
}
