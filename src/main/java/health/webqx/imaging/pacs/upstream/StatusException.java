package health.webqx.imaging.pacs.upstream;

/** An archive answered, and not with a success. Stays within this package: a caller gets a {@code Failure}. */
final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    StatusException(int status) {
        super("status " + status, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Whether the archive, or what stands before it, says that it cannot just now. */
    boolean isPassing() {
        return status == 502 || status == 503 || status == 504;
    }
}
