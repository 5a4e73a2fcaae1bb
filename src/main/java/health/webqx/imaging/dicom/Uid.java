package health.webqx.imaging.dicom;

import java.util.Optional;

/**
 * A unique identifier (PS3.5 chapter 9): 1 to 64 characters of digits and dots. Components with leading zeros, which the
 * standard forbids and real devices write, are accepted; {@link #isStrict()} tells.
 */
public record Uid(String value) {
    public Uid {
        if (!isReadable(value)) {
            throw new IllegalArgumentException("A UID has 1 to 64 characters, digits and dots");
        }
    }

    /**
     * Of its text.
     *
     * @throws IllegalArgumentException unless the text has 1 to 64 characters, all of them digits or dots
     */
    public static Uid of(String value) {
        return new Uid(value);
    }

    /** Empty where {@link #of} would throw. */
    public static Optional<Uid> find(String value) {
        return isReadable(value) ? Optional.of(new Uid(value)) : Optional.empty();
    }

    /** Whether every component is a number without leading zero, as PS3.5 9.1 demands. */
    public boolean isStrict() {
        boolean componentStart = true;
        for (int i = 0; i < value.length(); i++) {
            boolean last = i + 1 == value.length() || value.charAt(i + 1) == '.';
            if (componentStart && (value.charAt(i) == '.' || (value.charAt(i) == '0' && !last))) {
                return false;
            }
            componentStart = value.charAt(i) == '.';
        }
        return !componentStart;
    }

    /** Whether no component is empty: a UID of dots alone would lead elsewhere where it becomes part of an address. */
    public boolean hasComponents() {
        return !value.startsWith(".") && !value.endsWith(".") && !value.contains("..");
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isReadable(String value) {
        if (value.isEmpty() || value.length() > 64) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && c != '.') {
                return false;
            }
        }
        return true;
    }
}
