package health.webqx.imaging.dicom.codec.jpeg2000;

/** Puts the subbands of one component together again, resolution by resolution (T.800 annex F). For one thread. */
sealed interface Synthesis permits Reversible, Irreversible {
    /** Goes on to a resolution: what is there so far becomes its lowest subband. */
    void expand(Area area);

    /**
     * Puts coefficients where they belong.
     *
     * @param values row by row, with one fractional bit
     * @param lowest whether they are of the lowest subband of all, which is not interleaved with others
     */
    void place(CodeBlock block, Subband subband, int[] values, boolean lowest);

    /** Filters what was placed. */
    void filter();

    /** How many columns, or rows, two neighbours in a subband lie apart. */
    static int spread(boolean lowest) {
        return lowest ? 1 : 2;
    }
}
