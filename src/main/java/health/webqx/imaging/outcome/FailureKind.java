package health.webqx.imaging.outcome;

/**
 * The closed list of ways a request can fail, each with its HTTP status and FHIR issue code (R4 value set
 * {@code issue-type}). This is the only table of its kind.
 */
public enum FailureKind {
    /** The request breaks the grammar of its protocol: malformed JSON, UID, date, prefix. */
    MALFORMED(400, "structure"),
    /** A value is well formed and makes no sense here. */
    INVALID(400, "value"),
    /** The caller asked for a search parameter, type or feature this server does not have. */
    UNSUPPORTED(400, "not-supported"),
    /** No token, or none that can be trusted (RFC 6750 3.1). */
    UNAUTHENTICATED(401, "login"),
    /** A trusted token that does not allow this. */
    FORBIDDEN(403, "forbidden"),
    /** Absent, or out of the caller's reach: the two look the same. */
    NOT_FOUND(404, "not-found"),
    /** The address exists, the method does not. */
    METHOD_NOT_ALLOWED(405, "not-supported"),
    /** No media type or transfer syntax the caller accepts can be produced (PS3.18 8.7.8). */
    NOT_ACCEPTABLE(406, "not-supported"),
    /** Two writers met, or a rule about what exists was broken. */
    CONFLICT(409, "conflict"),
    /** The resource existed, the caller could see it, and it was deleted. */
    GONE(410, "deleted"),
    /** {@code If-Match} names a version that is not the current one. */
    PRECONDITION_FAILED(412, "conflict"),
    /** The body is larger than this server takes. */
    TOO_LARGE(413, "too-long"),
    /** The body is of a media type this address does not take. */
    UNSUPPORTED_MEDIA_TYPE(415, "not-supported"),
    /** The range asked for has nothing of what there is. */
    RANGE_NOT_SATISFIABLE(416, "value"),
    /** Well-formed FHIR that breaks a rule of its resource type. */
    UNPROCESSABLE(422, "processing"),
    /** A fault of ours. */
    INTERNAL(500, "exception"),
    /** An archive answered, but not with what it should have. */
    BAD_GATEWAY(502, "transient"),
    /** The server, its database or its issuer cannot answer now; the same request may work later. */
    UNAVAILABLE(503, "transient"),
    /** The database needs longer for it than anything may take. */
    TOO_COSTLY(503, "too-costly"),
    /** An archive did not answer in time. */
    GATEWAY_TIMEOUT(504, "timeout");

    private final int status;
    private final String issueCode;

    FailureKind(int status, String issueCode) {
        this.status = status;
        this.issueCode = issueCode;
    }

    /** The HTTP status that tells a client of this kind. */
    public int status() {
        return status;
    }

    /** The code for {@code OperationOutcome.issue.code}. */
    public String issueCode() {
        return issueCode;
    }
}
