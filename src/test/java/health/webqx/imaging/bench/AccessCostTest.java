package health.webqx.imaging.bench;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.access.SwitchableGate;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the whole decision (token at hand) adds to a request's processor time, the database's included: the same requests in
 * turns with and without it, in one run, at the benchmark's load. {@code -Dwebqx.cost.seconds=60} has it measured for as long,
 * for each kind of caller; staff has a role, and reaches patients by a care relationship.
 */
@QuarkusTest
@TestProfile(AccessCostTest.WithASwitch.class)
@EnabledIfSystemProperty(named = "webqx.cost.seconds", matches = "\\d{1,4}")
class AccessCostTest {
    private static final int CONNECTIONS = 8;
    private static final int SECONDS_OF_A_TURN = 2;
    private static final int TURNS_TO_WARM_UP = 10;
    private static final double MOST_MILLIS = 0.1;

    /** Staff's rights lie in the database: a stamp is looked up, and a care relationship is probed for (decision record 017). */
    private static final double MOST_MILLIS_OF_STAFF = 0.4;

    private final ServerProcess server =
            new ServerProcess(ProcessHandle.current().pid());
    private final int turns = Math.max(2, Integer.getInteger("webqx.cost.seconds", 0) / SECONDS_OF_A_TURN / 2);

    /** The gate has a switch; nothing else is different. */
    public static class WithASwitch implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(SwitchableGate.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "webqx.data-dir",
                    "target/cost-" + System.nanoTime(),
                    "webqx.access.provider-reach",
                    "care-relationship",
                    "quarkus.log.level",
                    "WARN");
        }
    }

    private record Cost(double checked, double unchecked) {
        double added() {
            return checked - unchecked;
        }
    }

    @AfterEach
    void close() {
        SwitchableGate.open(false);
    }

    @Test
    void addsLessThanATenthOfAMillisecond() {
        Map<String, String> callers = new TreeMap<>(Map.of(
                "backend", Sandbox.token("system/*.rs", Map.of()),
                "staff", Sandbox.token("user/*.rs", Map.of("fhirUser", "Practitioner/lena-moreau")),
                "patient", Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller"))));
        System.out.printf("%n%-10s %-38s %10s %10s %10s%n", "caller", "CPU ms a request", "checked", "not", "added");
        Map<String, Double> most = new TreeMap<>();
        for (Map.Entry<String, String> caller : callers.entrySet()) {
            for (String address : List.of("Patient/anna-keller", "Observation?patient=anna-keller")) {
                Cost cost = measure(caller.getValue(), address);
                System.out.printf(
                        "%-10s %-38s %10.3f %10.3f %10.3f%n",
                        caller.getKey(), address, cost.checked(), cost.unchecked(), cost.added());
                most.merge(caller.getKey(), cost.added(), Math::max);
            }
        }
        assertThat(most).allSatisfy((caller, added) -> assertThat(added)
                .as(caller)
                .isLessThan(caller.equals("staff") ? MOST_MILLIS_OF_STAFF : MOST_MILLIS));
    }

    /** The median of turns that come one after the other, so that what else goes on meets both alike. */
    private Cost measure(String token, String address) {
        Vertx vertx = Vertx.vertx();
        String base = "http://localhost:" + RestAssured.port + "/fhir";
        Case measured = new Case(address, random -> Call.get(address));
        try (Connection connection =
                new Connection(vertx, base, Map.of("Authorization", "Bearer " + token), CONNECTIONS)) {
            ClosedLoop loop = new ClosedLoop(vertx, connection, CONNECTIONS);
            double[] checked = new double[turns];
            double[] unchecked = new double[turns];
            for (int i = 0; i < TURNS_TO_WARM_UP; i++) {
                turn(loop, measured, i % 2 == 0);
            }
            for (int i = 0; i < turns; i++) { // neither is always the one that comes later, and warmer
                if (i % 2 == 0) {
                    checked[i] = turn(loop, measured, false);
                }
                unchecked[i] = turn(loop, measured, true);
                if (i % 2 == 1) {
                    checked[i] = turn(loop, measured, false);
                }
            }
            return new Cost(median(checked), median(unchecked));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Milliseconds of processor time a request. */
    private double turn(ClosedLoop loop, Case measured, boolean open) {
        SwitchableGate.open(open);
        long before = server.cpuNanos();
        int answered = loop.run(measured, SECONDS_OF_A_TURN).length;
        return (server.cpuNanos() - before) / 1e6 / answered;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
