package health.webqx.imaging.fhir.bundle;

/** What {@code Prefer: return} asks a write to give back (R4 3.1.0.1.9). */
public enum PreferredReturn {
    /** Nothing was asked for: the server's choice. */
    UNSAID,
    MINIMAL,
    REPRESENTATION,
    OPERATION_OUTCOME
}
