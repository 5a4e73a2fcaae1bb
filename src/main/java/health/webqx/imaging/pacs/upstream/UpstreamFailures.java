package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What the HTTP client's exceptions and an archive's status codes mean here. */
final class UpstreamFailures {
    private static final Set<Integer> REFUSALS = Set.of(400, 409, 413, 415, 422);

    private UpstreamFailures() {}

    /** Whether the archive says that the content is not one for it: it conflicts, or is of the wrong kind. */
    static boolean isRefusal(Throwable thrown) {
        return thrown instanceof StatusException status && REFUSALS.contains(status.status());
    }

    /** An archive may close a kept connection just as it is used again; nothing has come back then. */
    static boolean isConnectionLost(Throwable thrown) {
        boolean io = thrown instanceof VertxException
                || (thrown instanceof IOException
                        && !(thrown instanceof ConnectException)
                        && !(thrown instanceof UnknownHostException));
        return io && !(thrown instanceof SSLException) && !isTooBusy(thrown);
    }

    /** Whether the same call may well succeed when it is made once more. */
    static boolean isPassing(Throwable thrown) {
        return thrown instanceof StatusException status ? status.isPassing() : isConnectionLost(thrown);
    }

    /** Whether the call was not even sent, because too many others wait. */
    static boolean isTooBusy(Throwable thrown) {
        return thrown instanceof ConnectionPoolTooBusyException;
    }

    /** Whether the archive is well and just did not give what it was asked for. */
    static boolean isAnswer(Throwable thrown) {
        return thrown instanceof StatusException status && status.status() >= 400 && status.status() < 500;
    }

    static Failure translate(Throwable thrown) {
        if (thrown instanceof Failure failure) {
            return failure;
        } else if (thrown instanceof StatusException status) {
            return status(status.status());
        } else if (thrown instanceof TimeoutException || thrown instanceof io.smallrye.mutiny.TimeoutException) {
            return Failure.causedBy(FailureKind.GATEWAY_TIMEOUT, "the archive did not answer in time", thrown);
        } else if (thrown instanceof SSLException) {
            return Failure.causedBy(
                    FailureKind.BAD_GATEWAY, "the archive does not prove to be the one that is trusted", thrown);
        } else if (isTooBusy(thrown)) {
            return Failure.causedBy(FailureKind.UNAVAILABLE, "too many wait for the archive", thrown);
        } else if (thrown instanceof ConnectException || thrown instanceof UnknownHostException) {
            return Failure.causedBy(FailureKind.UNAVAILABLE, "the archive cannot be reached", thrown);
        }
        return Failure.causedBy(FailureKind.BAD_GATEWAY, "the archive broke off", thrown);
    }

    private static Failure status(int status) {
        return switch (status) {
            case 404, 410 -> Failure.of(FailureKind.NOT_FOUND, "the archive does not hold this");
            case 401, 403 -> Failure.of(FailureKind.BAD_GATEWAY, "the archive refuses this server's credentials");
            case 503, 507 -> Failure.of(FailureKind.UNAVAILABLE, "the archive cannot answer now");
            case 504 -> Failure.of(FailureKind.GATEWAY_TIMEOUT, "the archive did not answer in time");
            default -> Failure.of(FailureKind.BAD_GATEWAY, "the archive answered with status " + status);
        };
    }
}
