package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.dicom.BulkDataUris;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.http.FailureMapper;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** QIDO-RS answers: rows as data sets, and warnings for what was not done (PS3.18 8.3.4, 10.6.3). */
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

    void answer(RoutingContext to, SearchTransaction.Scope scope) {
        DataSetForm form = Accepted.of(to).dataSets();
        QidoQuery query = QidoQuery.of(to.queryParams());
        search.perform(intake.visit(to), scope, query)
                .subscribe()
                .with(rows -> send(to.response(), rows, query, form), failure -> FailureMapper.answer(failure, to));
    }

    private static void send(
            HttpServerResponse response, SearchTransaction.Rows rows, QidoQuery query, DataSetForm form) {
        if (query.fuzzy()) {
            response.headers().add("Warning", FUZZY);
        }
        if (rows.more()) {
            response.headers().add("Warning", MORE);
        }
        rows.leftOut().forEach(archive -> response.headers().add("Warning", leftOut(archive)));
        DataSetBody body = new DataSetBody(form);
        for (DataSet row : rows.rows()) {
            body.add(row, BulkDataUris.none());
        }
        body.describe(response);
        response.putHeader("Cache-Control", "no-store").end(body.end());
    }

    /** Named as it is configured: letters, digits, hyphens and dots. */
    private static String leftOut(String archive) {
        return "299 webqx \"The archive " + archive + " did not answer. What it knows is left out.\"";
    }
}
