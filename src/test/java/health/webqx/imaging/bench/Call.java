package health.webqx.imaging.bench;

import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;

/**
 * One request of a benchmark.
 *
 * @param address below the server's FHIR base, or absolute (a link of an earlier answer)
 * @param body empty for none
 */
record Call(HttpMethod method, String address, String body) {
    static Call get(String address) {
        return new Call(HttpMethod.GET, address, "");
    }

    static Call post(String address, String body) {
        return new Call(HttpMethod.POST, address, body);
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
