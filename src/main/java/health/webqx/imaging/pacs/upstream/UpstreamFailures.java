package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

/** What the HTTP client's exceptions and an archive's status codes mean here. */
final class UpstreamFailures {
    private UpstreamFailures() {}

    /** Whether a status says that the content is not one for the archive: it conflicts, or is of the wrong kind. */
    static boolean isRefusal(int status) {
        return status == 400 || status == 409 || status == 413 || status == 415 || status == 422;
    }

    static Failure status(int status) {
        return switch (status) {
            case 404 -> Failure.of(FailureKind.NOT_FOUND, "the archive does not hold this");
            case 401, 403 -> Failure.of(FailureKind.BAD_GATEWAY, "the archive refuses this server's credentials");
            case 503, 507 -> Failure.of(FailureKind.UNAVAILABLE, "the archive cannot answer now");
            default -> Failure.of(FailureKind.BAD_GATEWAY, "the archive answered with status " + status);
        };
    }

    /** An archive may close a kept connection just as it is used again; nothing has come back then. */
    static boolean isConnectionLost(Throwable thrown) {
        return thrown instanceof VertxException
                || (thrown instanceof IOException
                        && !(thrown instanceof ConnectException)
                        && !(thrown instanceof UnknownHostException));
    }

    static Failure translate(Throwable thrown) {
        if (thrown instanceof Failure failure) {
            return failure;
        } else if (thrown instanceof TimeoutException) {
            return Failure.causedBy(FailureKind.GATEWAY_TIMEOUT, "the archive did not answer in time", thrown);
        } else if (thrown instanceof ConnectException || thrown instanceof UnknownHostException) {
            return Failure.causedBy(FailureKind.UNAVAILABLE, "the archive cannot be reached", thrown);
        }
        return Failure.causedBy(FailureKind.BAD_GATEWAY, "the archive broke off", thrown);
    }
}
