package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Tag;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A double of Dicoogle 3: the endpoints of its source that are used here, replayed over real files. Its tokens end after some
 * calls, its index finds more than was asked for, and its numbers are decimals.
 */
final class DicooglePeer implements AutoCloseable {
    static final String USER = "dicoogle";
    static final String PASSWORD = "a+secret&more";
    private static final int CALLS_PER_TOKEN = 25;

    private final HeldFiles held = new HeldFiles();
    private final HttpPeer http;
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger callsLeft = new AtomicInteger();

    DicooglePeer(Vertx vertx) {
        this.http = HttpPeer.start(vertx, new HttpServerOptions(), this::answer);
    }

    String url() {
        return "http://localhost:" + http.port();
    }

    HeldFiles held() {
        return held;
    }

    int logins() {
        return logins.get();
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/login")) {
            request.setExpectMultipart(true).endHandler(read -> login(request));
        } else if (callsLeft.getAndDecrement() <= 0
                || !("token-" + logins).equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end();
        } else if (request.path().equals("/search")) {
            search(request);
        } else if (request.path().equals("/legacy/file")) {
            held.find(request.getParam("uid"))
                    .ifPresentOrElse(
                            file -> request.response()
                                    .putHeader("Content-Type", "application/dicom")
                                    .sendFile(file.toString()),
                            () -> request.response().end());
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private void login(HttpServerRequest request) {
        boolean known = USER.equals(request.getFormAttribute("username"))
                && PASSWORD.equals(request.getFormAttribute("password"));
        if (!known) {
            request.response().setStatusCode(401).end();
            return;
        }
        callsLeft.set(CALLS_PER_TOKEN);
        JsonObject answer = new JsonObject()
                .put("user", USER)
                .put("roles", new JsonArray())
                .put("token", "token-" + logins.incrementAndGet());
        request.response().end(answer.toBuffer());
    }

    private void search(HttpServerRequest request) {
        Map<Integer, String> uids = new HashMap<>();
        String query = request.getParam("query");
        if (!query.equals("*:*")) {
            for (String term : query.split(" AND ")) {
                String[] both = term.split(":");
                uids.put(Dictionary.tagOf(both[0]).orElseThrow(), both[1]);
            }
        }
        // like Lucene with its terms, it takes a series' UID for a hint only
        uids.remove(Tag.SeriesInstanceUID);
        List<DataSet> found = held.with(uids);
        JsonArray results = new JsonArray();
        found.stream()
                .skip(Integer.parseInt(request.getParam("offset")))
                .limit(Math.min(20, Integer.parseInt(request.getParam("psize"))))
                .forEach(each -> results.add(result(each, request.params().getAll("field"))));
        request.response()
                .end(new JsonObject()
                        .put("results", results)
                        .put("numResults", found.size())
                        .toBuffer());
    }

    private static JsonObject result(DataSet instance, List<String> fields) {
        JsonObject row = new JsonObject();
        for (String field : fields) {
            int tag = Dictionary.tagOf(field).orElseThrow();
            instance.string(tag)
                    .ifPresent(value -> row.put(
                            field,
                            tag == Tag.InstanceNumber && value.strip().matches("\\d+") ? value.strip() + ".0" : value));
        }
        return new JsonObject().put("uri", "file:///opt/dicoogle/storage").put("fields", row);
    }

    @Override
    public void close() {
        http.close();
    }
}
