package health.webqx.imaging.dicom.iod;

/** How much an attribute is needed (PS3.5 7.4), in ascending order. */
public enum AttributeType {
    /** 3: optional. */
    OPTIONAL("3"),
    /** 2C: under a condition there, maybe without a value. */
    CONDITIONAL_MAY_BE_EMPTY("2C"),
    /** 2: there, maybe without a value. */
    MAY_BE_EMPTY("2"),
    /** 1C: under a condition there with a value. */
    CONDITIONAL("1C"),
    /** 1: there with a value. */
    REQUIRED("1");

    private final String code;

    AttributeType(String code) {
        this.code = code;
    }

    static AttributeType of(String code) {
        for (AttributeType type : values()) {
            if (type.code.equals(code)) {
                return type;
            }
        }
        throw new IllegalArgumentException("No type of attribute: " + code);
    }

    /** As the standard writes it. */
    public String code() {
        return code;
    }

    /** Whether it must be there in any case, with or without a value. */
    public boolean isAlwaysThere() {
        return this == REQUIRED || this == MAY_BE_EMPTY;
    }

    /** Whether it must have a value where it is there: types 1 and 1C. */
    public boolean needsValue() {
        return this == REQUIRED || this == CONDITIONAL;
    }
}
