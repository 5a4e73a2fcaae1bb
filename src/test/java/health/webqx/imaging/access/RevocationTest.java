package health.webqx.imaging.access;

import static health.webqx.imaging.access.People.consent;
import static health.webqx.imaging.access.People.consentOf;
import static health.webqx.imaging.access.People.ct;
import static health.webqx.imaging.access.People.put;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A right that is taken back, or ends, serves nobody from that moment on. */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
class RevocationTest {
    private static final int CLIENTS = 8;
    private static final int MOST_REQUESTS = 20_000;

    private final People people = new People();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void peopleArrive() {
        people.arrive();
    }

    @Test
    void servesNothingAfterAConsentWasTakenBackWhileManyRead() throws InterruptedException {
        String consent = consent(people.anna, "'type':'permit'");
        String token = Sandbox.token("patient/*.rs", Map.of("patient", people.anna));

        Counts counts =
                hammer(token, () -> put("Consent", consent, consentOf(people.anna, "inactive", "'type':'permit'")));

        assertThat(counts.before().get()).isPositive();
        assertThat(counts.refused().get()).isPositive();
        assertThat(counts.after().get()).isZero();
    }

    @Test
    void servesNothingAfterStaffWasDeniedWhileManyRead() throws InterruptedException {
        people.order(people.doctor, people.anna, "active");
        String token = Sandbox.token("user/*.rs", Map.of("fhirUser", "Practitioner/" + people.doctor));

        Counts counts = hammer(
                token, () -> consent(people.anna, "'type':'deny'," + People.actor("Practitioner/" + people.doctor)));

        assertThat(counts.before().get()).isPositive();
        assertThat(counts.refused().get()).isPositive();
        assertThat(counts.after().get()).isZero();
    }

    private record Counts(AtomicInteger before, AtomicInteger after, AtomicInteger refused) {}

    /** Reads with many clients, takes back a right, and counts answers to requests that began after that was acknowledged. */
    private Counts hammer(String token, Runnable takeBack) throws InterruptedException {
        Counts counts = new Counts(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
        AtomicLong acknowledged = new AtomicLong(Long.MAX_VALUE);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            clients.submit(() -> {
                for (int j = 0; j < MOST_REQUESTS / CLIENTS && !done.get(); j++) {
                    long began = System.nanoTime();
                    boolean served = serves(token, j);
                    if (began - acknowledged.get() > 0 && acknowledged.get() != Long.MAX_VALUE) {
                        (served ? counts.after() : counts.refused()).incrementAndGet();
                    } else if (served) {
                        counts.before().incrementAndGet();
                    }
                }
                return null;
            });
        }
        Thread.sleep(2000);
        takeBack.run();
        acknowledged.set(System.nanoTime());
        Thread.sleep(2000);
        done.set(true);
        clients.shutdown();
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        return counts;
    }

    /** Whether a byte of the study is in the answer: read, searched for, or among versions, in turn. */
    private boolean serves(String token, int turn) throws IOException, InterruptedException {
        String study = ct(people.anna);
        String path = new String[] {
                    "/ImagingStudy/" + study, "/ImagingStudy?_count=50", "/ImagingStudy/" + study + "/_history"
                }
                [turn % 3];
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/fhir" + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, BodyHandlers.ofString()).body().contains("\"secret-" + people.anna);
    }
}
