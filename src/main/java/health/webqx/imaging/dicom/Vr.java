package health.webqx.imaging.dicom;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Value representations (PS3.5 6.2). */
public enum Vr {
    AE(Kind.ASCII, 1, ' ', false),
    AS(Kind.ASCII, 1, ' ', false),
    AT(Kind.TAG, 2, 0, false),
    CS(Kind.ASCII, 1, ' ', false),
    DA(Kind.ASCII, 1, ' ', false),
    DS(Kind.NUMERAL, 1, ' ', false),
    DT(Kind.ASCII, 1, ' ', false),
    FD(Kind.FLOAT, 8, 0, false),
    FL(Kind.FLOAT, 4, 0, false),
    IS(Kind.NUMERAL, 1, ' ', false),
    LO(Kind.TEXT, 1, ' ', false),
    LT(Kind.TEXT, 1, ' ', false),
    OB(Kind.BULK, 1, 0, true),
    OD(Kind.BULK, 8, 0, true),
    OF(Kind.BULK, 4, 0, true),
    OL(Kind.BULK, 4, 0, true),
    OV(Kind.BULK, 8, 0, true),
    OW(Kind.BULK, 2, 0, true),
    PN(Kind.TEXT, 1, ' ', false),
    SH(Kind.TEXT, 1, ' ', false),
    SL(Kind.INTEGER, 4, 0, false),
    SQ(Kind.SEQUENCE, 1, 0, true),
    SS(Kind.INTEGER, 2, 0, false),
    ST(Kind.TEXT, 1, ' ', false),
    SV(Kind.INTEGER, 8, 0, true),
    TM(Kind.ASCII, 1, ' ', false),
    UC(Kind.TEXT, 1, ' ', true),
    UI(Kind.ASCII, 1, 0, false),
    UL(Kind.INTEGER, 4, 0, false),
    UN(Kind.BULK, 1, 0, true),
    UR(Kind.ASCII, 1, ' ', true),
    US(Kind.INTEGER, 2, 0, false),
    UT(Kind.TEXT, 1, ' ', true),
    UV(Kind.INTEGER, 8, 0, true);

    /** What a value of this representation is made of. */
    public enum Kind {
        /** Characters of the default repertoire, whatever the character set. */
        ASCII,
        /** Characters in the data set's Specific Character Set. */
        TEXT,
        /** A number written in characters: DS, IS. */
        NUMERAL,
        /** Binary integers. */
        INTEGER,
        /** Binary floating point numbers. */
        FLOAT,
        /** Attribute tags. */
        TAG,
        /** Bytes or words with no further structure: what may be left in its file. */
        BULK,
        /** Items. */
        SEQUENCE
    }

    private static final @Nullable Vr[] BY_CODE = byCode();

    private final Kind kind;
    private final int wordSize;
    private final int padding;
    private final boolean longLength;

    Vr(Kind kind, int wordSize, int padding, boolean longLength) {
        this.kind = kind;
        this.wordSize = wordSize;
        this.padding = padding;
        this.longLength = longLength;
    }

    /** Empty for two letters that are no VR of the standard. */
    public static Optional<Vr> find(String code) {
        return code.length() == 2 ? Optional.ofNullable(find(code.charAt(0), code.charAt(1))) : Optional.empty();
    }

    static @Nullable Vr find(int first, int second) {
        if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
            return null;
        }
        return BY_CODE[(first - 'A') * 26 + second - 'A'];
    }

    public Kind kind() {
        return kind;
    }

    /** Bytes of one word, the unit in which byte order matters; 1 where it does not. */
    public int wordSize() {
        return wordSize;
    }

    /** The byte that makes an odd length even (PS3.5 6.2). */
    public byte padding() {
        return (byte) padding;
    }

    /** Whether explicit VR encodings give its length in 32 bits, else in 16 (PS3.5 7.1.2). */
    public boolean longLength() {
        return longLength;
    }

    /** Whether the value is characters. */
    public boolean isCharacters() {
        return kind == Kind.ASCII || kind == Kind.TEXT || kind == Kind.NUMERAL;
    }

    /** Whether a backslash separates values; it is an ordinary character in LT, ST, UT and UR (PS3.5 6.4). */
    public boolean isMultiValued() {
        return switch (this) {
            case LT, ST, UT, UR -> false;
            default -> kind != Kind.SEQUENCE && kind != Kind.BULK;
        };
    }

    private static @Nullable Vr[] byCode() {
        @Nullable Vr[] table = new Vr[26 * 26];
        for (Vr vr : values()) {
            table[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
        }
        return table;
    }
}
