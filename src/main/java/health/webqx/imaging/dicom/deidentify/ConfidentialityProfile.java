package health.webqx.imaging.dicom.deidentify;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The basic profile with options.
 *
 * @param pixelsTrusted whether somebody has looked: neither pixels nor encapsulated documents show who the patient is.
 *     Otherwise instances that may show it are refused
 */
public record ConfidentialityProfile(Set<ProfileOption> options, boolean pixelsTrusted) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if dates are to be kept both as they are and shifted
     */
    public ConfidentialityProfile {
        if (options.contains(ProfileOption.RETAIN_FULL_DATES) && options.contains(ProfileOption.RETAIN_SHIFTED_DATES)) {
            throw new IllegalArgumentException("Dates are kept as they are or shifted, not both");
        }
        options = Set.copyOf(options);
    }

    /** With options, pixels not trusted. */
    public static ConfidentialityProfile basic(ProfileOption... options) {
        EnumSet<ProfileOption> set = EnumSet.noneOf(ProfileOption.class);
        set.addAll(Arrays.asList(options));
        return new ConfidentialityProfile(set, false);
    }

    /** The same, for pixels and documents that somebody has looked at. */
    public ConfidentialityProfile trustingPixels() {
        return new ConfidentialityProfile(options, true);
    }

    boolean has(ProfileOption option) {
        return options.contains(option);
    }
}
