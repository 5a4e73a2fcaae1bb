package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.dicom.BulkDataUris;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.UnreadBody;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** STOW-RS requests and answers (PS3.18 10.5.1, 10.5.3). */
@ApplicationScoped
class StoreAnswers {
    private static final int LONGEST_BOUNDARY = 200;

    private final TokenIntake intake;
    private final StoreTransaction store;

    StoreAnswers(TokenIntake intake, StoreTransaction store) {
        this.intake = intake;
        this.store = store;
    }

    /** Stores what a request brings, whose body is paused. */
    void answer(RoutingContext to, Optional<Uid> study) {
        try {
            DataSetForm form = Accepted.of(to).dataSets();
            String boundary = boundary(to);
            store.perform(intake.visit(to), study, to.request(), boundary)
                    .subscribe()
                    .with(answer -> send(to, answer, form), failure -> fail(to, failure));
        } catch (RuntimeException failure) {
            fail(to, failure);
        }
    }

    private static String boundary(RoutingContext to) {
        String text = Optional.ofNullable(to.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("");
        MediaType type = MediaType.of(text);
        if (!type.name().equals("multipart/related")
                || !type.parameter("type").orElse("application/dicom").equalsIgnoreCase("application/dicom")) {
            throw Failure.at(
                    FailureKind.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type",
                    "this address takes multipart/related; type=\"application/dicom\"");
        }
        return type.parameter("boundary")
                .filter(boundary -> !boundary.isEmpty() && boundary.length() <= LONGEST_BOUNDARY)
                .orElseThrow(() -> Failure.at(FailureKind.MALFORMED, "Content-Type", "the boundary is missing"));
    }

    private static void send(RoutingContext to, StoreTransaction.Answer answer, DataSetForm form) {
        UnreadBody.letGo(to);
        byte[] body = form == DataSetForm.JSON
                ? health.webqx.imaging.dicom.DicomJson.write(answer.body(), BulkDataUris.none())
                : DataSetBody.xml(answer.body(), BulkDataUris.none()).getBytes();
        to.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", form == DataSetForm.JSON ? DataSetBody.JSON : DataSetBody.XML)
                .putHeader("Cache-Control", "no-store")
                .end(io.vertx.core.buffer.Buffer.buffer(body));
    }

    private static void fail(RoutingContext to, Throwable failure) {
        UnreadBody.letGo(to);
        FailureMapper.answer(failure, to);
    }
}
