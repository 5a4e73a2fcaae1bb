package health.webqx.imaging.store;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;

/** Translates what the PostgreSQL client throws, where it is called, into failures that carry no SQL. */
final class DatabaseFailures {
    private static final String UNIQUE_VIOLATION = "23505";

    /** PostgreSQL keeps every text but those with U+0000, which R4 does not allow either (R4 2.24.0.1 string). */
    private static final String NO_SUCH_TEXT = "22021";

    private static final String CANCELLED = "57014";

    /** Serialization failure and deadlock: the same request may succeed at once. */
    private static final Set<String> RACES = Set.of("40001", "40P01");

    private DatabaseFailures() {}

    static Throwable translate(Throwable thrown) {
        if (thrown instanceof Failure) {
            return thrown;
        }
        if (thrown instanceof PgException pg) {
            return translate(pg);
        }
        if (thrown instanceof VertxException || thrown instanceof IOException || noConnection(thrown)) {
            return unavailable(thrown);
        }
        return thrown;
    }

    /** Whether two works stood in each other's way, and the same one may succeed when it is begun anew. */
    static boolean isRace(Throwable failure) {
        return failure instanceof Failure known
                && known.kind() == FailureKind.CONFLICT
                && known.getCause() instanceof PgException;
    }

    private static Throwable translate(PgException pg) {
        String state = String.valueOf(pg.getSqlState());
        if (state.equals(UNIQUE_VIOLATION) || RACES.contains(state)) {
            return Failure.causedBy(FailureKind.CONFLICT, "another write to the same resource came first", pg);
        }
        if (state.equals(NO_SUCH_TEXT)) {
            return Failure.causedBy(FailureKind.UNPROCESSABLE, "no text holds the character U+0000", pg);
        }
        if (state.equals(CANCELLED)) {
            return Failure.causedBy(
                    FailureKind.TOO_COSTLY,
                    "the database needs too long for this: ask for less, or try again later",
                    pg);
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
            return unavailable(pg);
        }
        return pg;
    }

    /** The pool tells of a full queue and of a timeout with exceptions of no type of their own. */
    private static boolean noConnection(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        return message.contains("connection") || message.contains("Timeout") || message.contains("pool");
    }

    private static Failure unavailable(Throwable cause) {
        return Failure.causedBy(FailureKind.UNAVAILABLE, "the database cannot answer now", cause);
    }
}
