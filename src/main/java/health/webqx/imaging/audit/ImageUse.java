package health.webqx.imaging.audit;

import java.util.Optional;

/** What an access was to somebody's images: codes of our CodeSystem {@code audit-subtype}. */
public enum ImageUse {
    /** Nothing. */
    NONE(""),
    /** Studies were listed. */
    SEARCH("image-search"),
    /** A study's description or pictures of it were looked at. */
    VIEW("image-view"),
    /** The DICOM objects themselves, or parts of them, were taken. */
    DOWNLOAD("image-download");

    private final String code;

    ImageUse(String code) {
        this.code = code;
    }

    /** The code; absent for {@link #NONE}. */
    public Optional<String> code() {
        return this == NONE ? Optional.empty() : Optional.of(code);
    }
}
