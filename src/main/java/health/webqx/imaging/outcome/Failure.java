package health.webqx.imaging.outcome;

import java.util.Optional;

/**
 * The one way work fails on purpose. The message is written for the caller and travels into the answer: it names what
 * was wrong with the request and never a patient, a credential, SQL or an archive's own words.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final FailureKind kind;
    private final transient Optional<String> location;

    private Failure(FailureKind kind, String message, Optional<String> location, Optional<Throwable> cause) {
        super(message, cause.orElse(null), false, cause.isPresent());
        this.kind = kind;
        this.location = location;
    }

    /** A failure of the given kind, told to the caller in the given words. */
    public static Failure of(FailureKind kind, String message) {
        return new Failure(kind, message, Optional.empty(), Optional.empty());
    }

    /** A failure at a place in the request: a FHIRPath expression, a parameter's or a header's name. */
    public static Failure at(FailureKind kind, String location, String message) {
        return new Failure(kind, message, Optional.of(location), Optional.empty());
    }

    /** A failure translated from a library's exception, which is kept for the log only. */
    public static Failure causedBy(FailureKind kind, String message, Throwable cause) {
        return new Failure(kind, message, Optional.empty(), Optional.of(cause));
    }

    /** The same failure, told at another place. */
    public Failure movedTo(String place) {
        return new Failure(kind, diagnostics(), Optional.of(place), Optional.ofNullable(getCause()));
    }

    /** What kind of failure this is: it fixes status and issue code. */
    public FailureKind kind() {
        return kind;
    }

    /** Where in the request it is, if it is at a place: goes into {@code OperationOutcome.issue.expression}. */
    public Optional<String> location() {
        return location;
    }

    /** The words for the caller; never null, unlike those of other exceptions. */
    public String diagnostics() {
        return String.valueOf(getMessage());
    }
}
