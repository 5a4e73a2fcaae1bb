package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.dicom.BulkDataUris;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomJson;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.http.FailureMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** QIDO-RS answers: rows as a DICOM JSON array, and warnings for what was not done (PS3.18 8.3.4, 10.6.3). */
@ApplicationScoped
class SearchAnswers {
    private static final String FUZZY = "299 webqx \"The fuzzymatching parameter is not supported. "
            + "Only literal matching has been performed.\"";
    private static final String MORE =
            "299 webqx \"The number of results exceeded the maximum supported. More rows can be requested.\"";

    private final TokenIntake intake;
    private final SearchTransaction search;

    SearchAnswers(TokenIntake intake, SearchTransaction search) {
        this.intake = intake;
        this.search = search;
    }

    void answer(RoutingContext to, QidoLevel level, Optional<Uid> study, Optional<Uid> series) {
        Accepted.of(to).requireJson();
        QidoQuery query = QidoQuery.of(to.queryParams());
        search.perform(intake.visit(to), level, study, series, query)
                .subscribe()
                .with(rows -> send(to.response(), rows, query), failure -> FailureMapper.answer(failure, to));
    }

    private static void send(HttpServerResponse response, SearchTransaction.Rows rows, QidoQuery query) {
        if (query.fuzzy()) {
            response.headers().add("Warning", FUZZY);
        }
        if (rows.more()) {
            response.headers().add("Warning", MORE);
        }
        Buffer json = Buffer.buffer("[");
        for (DataSet row : rows.rows()) {
            json.appendString(json.length() > 1 ? "," : "").appendBytes(DicomJson.write(row, BulkDataUris.none()));
        }
        response.putHeader("Content-Type", "application/dicom+json").end(json.appendString("]"));
    }
}
