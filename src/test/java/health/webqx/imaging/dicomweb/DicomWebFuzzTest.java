package health.webqx.imaging.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Random paths, queries, headers and UIDs, written to the socket as they are: none fails the server, and none makes it ask an
 * archive for anything but what it always asks. {@code -Dwebqx.fuzz.requests=100000} makes the run longer,
 * {@code -Dwebqx.fuzz.seed} another one.
 */
@QuarkusTest
@QuarkusTestResource(value = RecordingOrthanc.class, restrictToAnnotatedClass = true)
class DicomWebFuzzTest {
    private static final int THREADS = 8;
    private static final List<String> UIDS = List.of(
            RecordingOrthanc.STUDY,
            RecordingOrthanc.STUDY + ".1",
            RecordingOrthanc.STUDY + ".1.1",
            "1.2.3",
            "..",
            ".",
            "%2e%2e",
            "%2E",
            "1..2",
            ".1.2",
            "1.2%20",
            "1.2%2Fmetadata",
            "1.2%00",
            "1.2;a=b",
            "1.2%3Flimit=1",
            "1.2%23",
            "9".repeat(64),
            "9".repeat(65),
            "%F0%9F%98%80",
            "%",
            "%zz",
            "*",
            "system",
            "");
    private static final List<String> STEPS = List.of(
            "studies",
            "series",
            "instances",
            "metadata",
            "frames",
            "1",
            "0",
            "1,2,1",
            "-1",
            "1,,2",
            "99999999999",
            "bulkdata",
            "7FE00010",
            "00400275",
            "pixeldata",
            "rendered",
            "thumbnail",
            "..",
            "%2e%2e",
            "system",
            "tools",
            "find",
            "");
    private static final List<String> KEYS = List.of(
            "PatientID",
            "0020000D",
            "StudyInstanceUID",
            "SeriesInstanceUID",
            "SOPInstanceUID",
            "PatientName",
            "StudyDate",
            "StudyTime",
            "ModalitiesInStudy",
            "Modality",
            "00400275.00400009",
            "RequestAttributesSequence.",
            "Rows",
            "limit",
            "offset",
            "includefield",
            "fuzzymatching",
            "accept",
            "viewport",
            "window",
            "quality",
            "annotation",
            "requestType",
            "studyUID",
            "seriesUID",
            "objectUID",
            "contentType",
            "transferSyntax",
            "frameNumber",
            "rows",
            "region",
            "charset",
            "%00",
            "colour",
            "7FE00010",
            "");
    private static final List<String> VALUES = List.of(
            "",
            "*",
            "?",
            "WQX-1001",
            "a*b*c*d*e*f*g*h",
            "1",
            "0",
            "-1",
            "2",
            "99999999999999999999",
            "20260101-",
            "-20260101",
            "20260101-20261231",
            "1015",
            "10:15-11",
            "-",
            "--",
            "all",
            "StudyTime,Rows",
            "true",
            "WADO",
            "application/dicom",
            "application/dicom%2Bjson",
            "image/png",
            "multipart/related;type=%22application/dicom%22",
            "100,100",
            "100,100,1,1,10,10",
            "40,400,linear",
            "1e400,2,sigmoid",
            "NaN,1,linear",
            "%5C",
            ",",
            "1.2%5C1.3",
            "CT,MR",
            "'%3B%20DROP%20TABLE",
            "%F0%9F%98%80",
            "%C0%AF",
            "%",
            "webqx-fuzz");
    private static final List<String> TYPES = List.of(
            "*/*",
            "application/dicom",
            "application/dicom+json",
            "application/dicom+xml",
            "application/octet-stream",
            "application/*",
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/jls",
            "image/*",
            "video/mp4",
            "text/html",
            "multipart/related",
            "multipart/*",
            "multipart/related; type=\"application/dicom\"; transfer-syntax=*",
            "multipart/related; type=application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.50",
            "multipart/related; type=\"image/jls\"",
            "multipart/related; type=\"application/dicom+xml\"",
            "",
            ";",
            ",",
            "\"",
            "a",
            "*/*;q=x",
            "*/*;q=0",
            "image/png;q=0.5,image/jpeg;q=1",
            "multipart/related; type=\"",
            "\u0080\u00ff");
    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "TRACE");

    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    @Test
    void neitherFailsNorAsksStrangeThings() throws InterruptedException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> StowRequest.with("system/*.rs", Map.of())
                                .get("/dicomweb/studies/" + RecordingOrthanc.STUDY + "/metadata")
                                .statusCode()
                        == 200);
        int requests = Integer.getInteger("webqx.fuzz.requests", 3000);
        long seed = Long.getLong("webqx.fuzz.seed", 7);
        List<String> tokens = List.of(
                Sandbox.token("system/*.cruds", Map.of()),
                Sandbox.token("patient/*.cruds", Map.of("patient", "anna-keller")),
                Sandbox.token("patient/*.cruds", Map.of("patient", "ben-okafor")));
        AtomicInteger next = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(THREADS);
        for (int i = 0; i < THREADS; i++) {
            clients.execute(() -> {
                for (int n = next.getAndIncrement(); n < requests && faults.size() < 20; n = next.getAndIncrement()) {
                    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + n);
                    attempt(request(random, tokens.get(random.nextInt(tokens.size()))));
                }
            });
        }
        clients.shutdown();
        assertThat(clients.awaitTermination(3, TimeUnit.HOURS)).isTrue();
        assertThat(faults).isEmpty();
        assertThat(RecordingOrthanc.STRANGE).isEmpty();
        assertThat(RecordingOrthanc.CALLS).hasSizeGreaterThan(20);
    }

    private void attempt(String request) {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = firstOf(socket.getInputStream());
            String status = answer.length() > 12 ? answer.substring(9, 12) : "none";
            boolean known = List.of("500", "502", "503", "504", "none").contains(status);
            if (known || answer.contains("Exception") || answer.contains("\tat ")) {
                faults.add(status + " for " + request.replaceFirst("Bearer [^\r]*", "Bearer") + answer);
            }
        } catch (IOException failure) {
            faults.add(failure + " for " + request.replaceFirst("Bearer [^\r]*", "Bearer"));
        }
    }

    private static String firstOf(InputStream in) throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        byte[] some = new byte[4096];
        for (int count = in.read(some); count > 0 && first.size() < 65_536; count = in.read(some)) {
            first.write(some, 0, count);
        }
        return first.toString(StandardCharsets.ISO_8859_1);
    }

    private static String request(SplittableRandom random, String token) {
        StringBuilder text = new StringBuilder();
        text.append(one(random, METHODS)).append(' ').append(path(random)).append(" HTTP/1.1\r\nHost: localhost\r\n");
        if (random.nextInt(20) > 0) {
            text.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        text.append("Accept: ").append(one(random, TYPES)).append("\r\n");
        for (String header :
                List.of("Range: bytes=0-3", "If-None-Match: *", "Cookie: webqx-fuzz=1", "Forwarded: host=webqx-fuzz")) {
            if (random.nextInt(6) == 0) {
                text.append(header).append("\r\n");
            }
        }
        text.append("X-Test: webqx-fuzz\r\nConnection: close\r\nContent-Length: ");
        String body = random.nextInt(3) == 0 ? "--x\r\n\r\nwebqx-fuzz\r\n--x--" : "";
        return text.append(body.length())
                .append("\r\nContent-Type: multipart/related; type=\"application/dicom\"; boundary=x\r\n\r\n")
                .append(body)
                .toString();
    }

    private static String path(SplittableRandom random) {
        StringBuilder path = new StringBuilder(random.nextInt(12) == 0 ? "/wado" : "/dicomweb");
        if (random.nextInt(3) > 0) {
            int depth = random.nextInt(5);
            String[] names = {"/studies/", "/series/", "/instances/", "/frames/"};
            for (int i = 0; i < depth && i < names.length; i++) {
                path.append(names[i]).append(i == 3 ? one(random, STEPS) : uid(random, i));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            path.append(random.nextInt(20) == 0 ? "//" : "/").append(one(random, STEPS));
        }
        char separator = '?';
        for (int i = random.nextInt(5); i > 0; i--) {
            String value = random.nextInt(3) == 0 ? one(random, UIDS) : one(random, VALUES);
            path.append(separator).append(one(random, KEYS)).append('=').append(value);
            separator = '&';
        }
        return path.toString().replace(" ", "%20");
    }

    private static String uid(SplittableRandom random, int level) {
        return random.nextInt(3) > 0 ? UIDS.get(Math.min(level, 2)) : one(random, UIDS);
    }

    private static String one(SplittableRandom random, List<String> among) {
        return among.get(random.nextInt(among.size()));
    }
}
