package health.webqx.imaging.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Single questions between measurements. */
final class Ask {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Ask() {}

    static int status(String url, Map<String, String> headers) {
        return answer(url, headers).statusCode();
    }

    static String header(String url, Map<String, String> headers, String name) {
        return answer(url, headers).headers().firstValue(name).orElse("none");
    }

    private static HttpResponse<byte[]> answer(String url, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(url, e);
        }
    }
}
