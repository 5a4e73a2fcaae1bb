package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Random requests, most of them wrong somewhere: none may fail the server, and every refusal names what is wrong in an
 * OperationOutcome. {@code -Dwebqx.fuzz.requests=100000} makes the run longer, {@code -Dwebqx.fuzz.seed} another one.
 */
@QuarkusTest
class FhirFuzzTest {
    private static final int AT_ONCE = 16;
    private static final List<String> TYPES =
            List.of("Patient", "ImagingStudy", "Observation", "Consent", "AuditEvent", "Nothing", "patient", "Group");
    private static final List<String> IDS =
            List.of("fuzz-1", "fuzz-2", "no such", "%00", "a".repeat(65), "..", "$everything", "%F0%9F%98%80", "1/2");
    private static final List<String> PARAMETERS = List.of(
            "_id",
            "_lastUpdated",
            "_count",
            "_sort",
            "_include",
            "_revinclude",
            "_summary",
            "_elements",
            "_total",
            "_page",
            "_has",
            "_has:Observation:patient:code",
            "_type",
            "_since",
            "_format",
            "_pretty",
            "_profile",
            "patient",
            "patient.name",
            "patient:Patient.general-practitioner.name",
            "subject:missing",
            "name:exact",
            "name:contains",
            "identifier",
            "identifier:not",
            "birthdate",
            "started",
            "value-quantity",
            "code:text",
            "code:in",
            "code:not-in",
            "combo-code-value-quantity",
            "code-value-string",
            "component-code-value-concept:missing",
            "relationship",
            "near",
            "near:missing",
            "_list",
            "_include:iterate",
            "_revinclude:iterate",
            "url:below",
            "a.b.c.d.e.f.g",
            "modality:not",
            "probability");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            "-1",
            "99999999999999999999",
            "fuzz-1",
            "Patient/fuzz-1",
            "|",
            "a|b",
            "a|b|c",
            "|||",
            "\\",
            "\\,",
            ",,,",
            "ge2020",
            "zz2020",
            "2020-13-45",
            "ap0000-01-01",
            "9999-12-31",
            "lt-5e400",
            "5.4|http://u|mg",
            "gt5.4|http://unitsofmeasure.org|mg/(",
            "a$5.4|http://unitsofmeasure.org|10*99",
            "$",
            "a$b$c",
            "a\\$b",
            "1|2|3|km",
            "-90|180|99999999999999999999",
            "Observation:has-member",
            "Patient,Observation",
            "1e99999999",
            "ImagingStudy:subject",
            "Observation:*",
            "*",
            "-date,_id",
            "true",
            "%25",
            "'; DROP TABLE x;--",
            "\u0000",
            "\ud83d\ude00",
            "xml",
            "json",
            "count",
            "accurate",
            "x".repeat(3000));
    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[]",
            "null",
            "42",
            "\"text\"",
            "{}",
            "{\"resourceType\":\"Patient\"}",
            "{\"resourceType\":\"Patient\",\"id\":\"fuzz-1\"}",
            "{\"resourceType\":\"Nothing\"}",
            "{\"resourceType\":\"Patient\",\"birthDate\":\"soon\"}",
            "{\"resourceType\":\"Patient\",\"name\":{}}",
            "{\"resourceType\":\"Patient\",\"id\":7}",
            "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"a\\u0000b\"}]}",
            "{\"resourceType\":\"Patient\",\"resourceType\":\"Patient\"}",
            "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":1e9999}}",
            "{\"resourceType\":\"Patient\",\"text\":{\"div\":\"<script>\"}}",
            "{\"resourceType\":\"Patient\",\"contained\":[{\"resourceType\":\"Patient\"}]}",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{}]}",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\"x\"}}]}",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\"Patient?_count=-1\"}}]}",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\"}]}",
            "[{\"op\":\"add\",\"path\":\"/x\",\"value\":1}]",
            "[{\"op\":\"copy\",\"from\":\"\",\"path\":\"/x\"},{\"op\":\"move\",\"from\":\"/x\",\"path\":\"/name\"}]",
            "[{\"op\":\"test\",\"path\":\"/id\",\"value\":\"fuzz-1\"},{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"male\"}]",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\"}]}",
            operation("add", "Patient", "gender", "\"valueCode\":\"male\""),
            operation("add", "Patient.name.where(family='x').first()", "period", "\"valueString\":\"x\""),
            operation("replace", "Patient.gender", "x", "\"valueQuantity\":{\"value\":1.0}"),
            operation("delete", "Patient.name[0", "x", "\"part\":[{\"name\":\"x\"}]"),
            operation("move", "Patient.repeat(name)", "x", "\"resource\":{\"resourceType\":\"Patient\"}"),
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"PATCH\",\"url\":\"Patient/fuzz-1\"},\"resource\":{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\",\"data\":\"W10=\"}}]}",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"HEAD\",\"url\":\"Patient/fuzz-1\",\"ifNoneMatch\":\"*\"}},{\"request\":{\"method\":\"PATCH\",\"url\":\"Patient?_id=fuzz-1\"},\"resource\":{\"resourceType\":\"Parameters\"}}]}",
            "[{\"op\":\"remove\",\"path\":\"/resourceType\"}]",
            "[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]",
            "<Patient xmlns=\"http://hl7.org/fhir\"/>",
            "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"fuzz-1\"/></Patient>",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
            "[".repeat(5000),
            "{\"a\":".repeat(5000),
            "\u0000\u0001",
            "\ud800");
    private static final List<String> CONTENT_TYPES = List.of(
            "application/fhir+json",
            "application/json",
            "application/fhir+xml",
            "application/json-patch+json",
            "application/x-www-form-urlencoded",
            "text/plain",
            "application/fhir+json; charset=latin1",
            "nonsense");
    private static final Map<String, List<String>> HEADERS = Map.of(
            "If-Match", List.of("W/\"1\"", "1", "*", "W/\"-1\"", "\""),
            "If-None-Match", List.of("W/\"1\"", "*", "x"),
            "If-Modified-Since", List.of("Tue, 24 Nov 2026 10:00:00 GMT", "soon"),
            "If-None-Exist", List.of("identifier=a|b", "name=x&name=y", "_id=", "nothing=1", "%"),
            "Prefer", List.of("return=minimal", "return=OperationOutcome", "handling=strict", "respond-async", "x;y=z"),
            "Accept", List.of("application/fhir+json", "application/fhir+xml", "text/html", "*/*;q=0", "///"));

    private final HttpClient client = HttpClient.newHttpClient();

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ConfigProperty(name = "webqx.fuzz.requests", defaultValue = "4000")
    int requests;

    @ConfigProperty(name = "webqx.fuzz.seed", defaultValue = "2026")
    long seed;

    @Test
    void answersEveryRequestOrSaysWhatIsWrongWithIt() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        String token = Sandbox.token("system/*.cruds", Map.of());
        String patient = Sandbox.token("patient/*.cruds", Map.of("patient", "fuzz-1"));
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        Semaphore slots = new Semaphore(AT_ONCE);
        for (int i = 0; i < requests; i++) {
            Optional<HttpRequest> request = request(random, random.nextInt(4) == 0 ? patient : token);
            if (request.isPresent()) {
                slots.acquire();
                judged(request.get(), wrong).whenComplete((done, failure) -> slots.release());
            }
        }
        slots.acquire(AT_ONCE);
        assertThat(wrong).isEmpty();
    }

    private CompletableFuture<Void> judged(HttpRequest request, ConcurrentLinkedQueue<String> wrong) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).handle((answer, failure) -> {
            if (failure != null) {
                wrong.add(request + " " + failure);
            } else if (answer.statusCode() >= 500 || (answer.statusCode() >= 400 && !tellsWhy(answer))) {
                wrong.add(request + " " + withoutToken(request) + " " + answer.statusCode() + " " + answer.body());
            }
            return null;
        });
    }

    private static Map<String, List<String>> withoutToken(HttpRequest request) {
        Map<String, List<String>> headers = new TreeMap<>(request.headers().map());
        headers.remove("Authorization");
        return headers;
    }

    /** An address or headers that are too long are refused before FHIR is spoken. */
    private static boolean tellsWhy(HttpResponse<String> answer) {
        if (answer.statusCode() == 414 || answer.statusCode() == 431) {
            return true;
        }
        try {
            return answer.body().startsWith("<OperationOutcome")
                    || new ObjectMapper().readTree(answer.body()).path("issue").size() > 0
                    || answer.request().method().equals("HEAD");
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<HttpRequest> request(SplittableRandom random, String token) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + port + "/fhir" + address(random)))
                    .header("Authorization", "Bearer " + token);
            HEADERS.forEach((name, values) -> {
                if (random.nextInt(5) == 0) {
                    request.header(name, any(random, values));
                }
            });
            String method = any(random, List.of("GET", "GET", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"));
            if (!List.of("POST", "PUT", "PATCH").contains(method)) {
                return Optional.of(request.method(method, HttpRequest.BodyPublishers.noBody())
                        .build());
            }
            request.header("Content-Type", any(random, CONTENT_TYPES));
            byte[] body = any(random, BODIES).getBytes(StandardCharsets.UTF_8);
            if (body.length > 0 && random.nextInt(10) == 0) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            return Optional.of(request.method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                    .build());
        } catch (IllegalArgumentException notEvenARequest) {
            return Optional.empty();
        }
    }

    private static String address(SplittableRandom random) {
        StringBuilder address = new StringBuilder();
        switch (random.nextInt(8)) {
            case 0 -> address.append("");
            case 1, 2, 3 -> address.append('/').append(any(random, TYPES));
            case 4, 5 ->
                address.append('/').append(any(random, TYPES)).append('/').append(id(random));
            case 6 ->
                address.append('/')
                        .append(any(random, TYPES))
                        .append('/')
                        .append(id(random))
                        .append("/_history/" + any(random, List.of("", "1", "0", "x", "99999999999")));
            default ->
                address.append('/')
                        .append(any(random, TYPES))
                        .append(any(
                                random,
                                List.of(
                                        "/_search",
                                        "/_history",
                                        "/$validate",
                                        "/$export",
                                        "/fuzz-1/$everything",
                                        "/fuzz-1/$meta",
                                        "/fuzz-1/Observation",
                                        "/fuzz-1/$nothing")));
        }
        List<String> query = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            query.add(encoded(any(random, PARAMETERS)) + "=" + encoded(any(random, VALUES)));
        }
        return address + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private static String operation(String type, String path, String name, String value) {
        return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":["
                + "{\"name\":\"type\",\"valueCode\":\"" + type + "\"},{\"name\":\"path\",\"valueString\":\"" + path
                + "\"},{\"name\":\"name\",\"valueString\":\"" + name + "\"},{\"name\":\"value\"," + value + "}]}]}";
    }

    private static String id(SplittableRandom random) {
        return any(random, IDS).replace(" ", "%20");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static <T> T any(SplittableRandom random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
