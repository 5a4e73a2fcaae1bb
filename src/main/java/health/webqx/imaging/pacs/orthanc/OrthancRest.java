package health.webqx.imaging.pacs.orthanc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.IncomingInstance;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.regex.Pattern;

/** Orthanc's REST API as JSON. */
final class OrthancRest {
    private static final int LONGEST = 64 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{8}){4}");

    private final Upstream upstream;

    OrthancRest(Upstream upstream) {
        this.upstream = upstream;
    }

    Uni<JsonNode> get(String path) {
        return upstream.get(path, LONGEST).map(OrthancRest::parse);
    }

    Uni<JsonNode> post(String path, JsonNode question) {
        return upstream.post(path, Buffer.buffer(question.toString()), LONGEST).map(OrthancRest::parse);
    }

    Uni<JsonNode> upload(String path, IncomingInstance instance) {
        return upstream.upload(path, "application/dicom", instance.file(), instance.size(), LONGEST)
                .map(OrthancRest::parse);
    }

    /** A plain text answer. */
    Uni<String> text(String path) {
        return upstream.get(path, LONGEST).map(body -> body.toString().strip());
    }

    /** An identifier of Orthanc's that may become part of an address. */
    static String id(JsonNode text) {
        if (!ID.matcher(text.asText()).matches()) {
            throw notUnderstood();
        }
        return text.asText();
    }

    static Failure notUnderstood() {
        return Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer is not understood");
    }

    private static JsonNode parse(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException e) {
            throw notUnderstood();
        }
    }
}
