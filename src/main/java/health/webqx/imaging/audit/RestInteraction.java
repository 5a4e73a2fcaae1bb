package health.webqx.imaging.audit;

/** The interactions that are audited, with their codes in R4's {@code restful-interaction} and BALP's profiles. */
public enum RestInteraction {
    READ("read", "R", "Read"),
    VREAD("vread", "R", "Read"),
    HISTORY_INSTANCE("history-instance", "R", "Read"),
    HISTORY_TYPE("history-type", "E", "Query"),
    HISTORY_SYSTEM("history-system", "E", "Query"),
    SEARCH("search-type", "E", "Query"),
    SEARCH_SYSTEM("search-system", "E", "Query"),
    OPERATION("operation", "E", "Query"),
    EXPORT("operation", "E", "Query"),
    CREATE("create", "C", "Create"),
    UPDATE("update", "U", "Update"),
    DELETE("delete", "D", "Delete");

    private final String code;
    private final String action;
    private final String profile;

    RestInteraction(String code, String action, String profile) {
        this.code = code;
        this.action = action;
        this.profile = profile;
    }

    /** The code in {@code http://hl7.org/fhir/restful-interaction}. */
    public String code() {
        return code;
    }

    /** {@code AuditEvent.action}. */
    String action() {
        return action;
    }

    /** The last part of the BALP profile's URL, without {@code Patient}. */
    String profile() {
        return profile;
    }

    /** Whether it reads one resource. */
    public boolean isOfOne() {
        return this == READ || this == VREAD || this == HISTORY_INSTANCE;
    }

    /** Whether content flows from server to client: decides who is the source and who the destination. */
    boolean discloses() {
        return isOfOne();
    }
}
