package health.webqx.imaging.dicom.pixel;

import java.util.Optional;

/** What samples mean (PS3.3 C.7.6.3.1.2). */
public enum Photometric {
    /** The least sample is white. */
    MONOCHROME1,
    /** The least sample is black. */
    MONOCHROME2,
    PALETTE_COLOR,
    RGB,
    YBR_FULL,
    YBR_FULL_422,
    YBR_PARTIAL_422,
    YBR_PARTIAL_420,
    /** Colour differences within a JPEG 2000 code stream, irreversible: red, green and blue when decoded. */
    YBR_ICT,
    /** Colour differences within a JPEG 2000 code stream, reversible: red, green and blue when decoded. */
    YBR_RCT;

    static Optional<Photometric> find(String value) {
        String name = value.strip().replace(' ', '_');
        for (Photometric each : values()) {
            if (each.name().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** As the attribute holds it. */
    public String value() {
        return this == PALETTE_COLOR ? "PALETTE COLOR" : name();
    }

    /** One sample a pixel. */
    boolean isSingle() {
        return this == MONOCHROME1 || this == MONOCHROME2 || this == PALETTE_COLOR;
    }

    /** Native pixels have half as many colour differences as luminances. */
    boolean isHalved() {
        return this == YBR_FULL_422 || this == YBR_PARTIAL_422;
    }
}
