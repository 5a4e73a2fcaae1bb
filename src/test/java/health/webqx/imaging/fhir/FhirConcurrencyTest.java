package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many writers at once: none is lost, none is done twice, and none fails because of the others but as R4 says. */
@QuarkusTest
class FhirConcurrencyTest {
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 5;

    private final String run = UUID.randomUUID().toString();
    private final String id = "p-" + run;
    private String token = "";

    @BeforeEach
    void signIn() {
        token = Sandbox.token("system/*.cruds", Map.of());
    }

    @Test
    void losesNoUpdateOfOneResourceNotEvenTheFirst() {
        List<Integer> statuses = everybody(client -> {
            List<Integer> own = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                own.add(put(id, "'gender':'male'").statusCode());
            }
            return own;
        });
        assertThat(statuses)
                .containsOnly(200, 201)
                .filteredOn(status -> status == 201)
                .hasSize(1);
        assertThat(versions(id)).isEqualTo(CLIENTS * ROUNDS);
    }

    @Test
    void letsOnlyOneOfThoseSucceedThatStartFromTheSameVersion() {
        put(id, "'multipleBirthInteger':0");
        List<Integer> statuses = everybody(client -> {
            List<Integer> own = new ArrayList<>();
            for (int done = 0; done < ROUNDS; ) {
                Response read = caller().get("/fhir/Patient/" + id);
                int next = read.jsonPath().getInt("multipleBirthInteger") + 1;
                int status = put(caller().header("If-Match", read.header("ETag")), id, "'multipleBirthInteger':" + next)
                        .statusCode();
                own.add(status);
                done += status == 200 ? 1 : 0;
            }
            return own;
        });
        assertThat(statuses).containsOnly(200, 412);
        assertThat(counter(id)).isEqualTo(CLIENTS * ROUNDS);
        assertThat(versions(id)).isEqualTo(CLIENTS * ROUNDS + 1);
    }

    @Test
    void createsOneOnlyOfThoseThatMustFindNothing() {
        List<Integer> statuses =
                everybody(client -> List.of(put(caller().header("If-None-Match", "*"), id, "'gender':'male'")
                        .statusCode()));
        assertThat(statuses)
                .containsOnly(201, 412)
                .filteredOn(status -> status == 201)
                .hasSize(1);
        assertThat(versions(id)).isEqualTo(1);
    }

    @Test
    void losesNoPatch() {
        put(id, "'multipleBirthInteger':0");
        List<Integer> statuses = everybody(client -> {
            List<Integer> own = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                String name = client + "-" + round;
                own.add(caller().body(addName(name))
                        .patch(round % 2 == 0 ? "/fhir/Patient/" + id : "/fhir/Patient?_id=" + id)
                        .statusCode());
            }
            return own;
        });
        assertThat(statuses).containsOnly(200);
        assertThat(caller().get("/fhir/Patient/" + id).jsonPath().getList("name.family"))
                .hasSize(CLIENTS * ROUNDS)
                .doesNotHaveDuplicates();
    }

    @Test
    void createsWhatManyTransactionsCreateUnderTheSameConditionsOnce() {
        List<Integer> statuses = everybody(client -> {
            List<Integer> own = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                String[] entries = IntStream.range(0, 6)
                        .map(i -> client % 2 == 0 ? i : 5 - i)
                        .mapToObj(this::conditionalCreate)
                        .toArray(String[]::new);
                own.add(transaction(entries).statusCode());
            }
            return own;
        });
        assertThat(statuses).containsOnly(200);
        for (int i = 0; i < 6; i++) {
            assertThat(caller().get("/fhir/Basic?identifier=urn:once|" + run + "-" + i)
                            .jsonPath()
                            .getInt("total"))
                    .isEqualTo(1);
        }
    }

    @Test
    void letsTransactionsThatWriteTheSameInOppositeOrderBothSucceed() {
        List<Integer> statuses = everybody(client -> {
            String here = client % 2 == 0 ? "a" : "b";
            String there = client % 2 == 0 ? "b" : "a";
            List<Integer> own = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                own.add(transaction(
                                delete(here + "-" + run),
                                entry(there + "-" + run, "", "'gender':'male'"),
                                conditionalCreate(client % 3))
                        .statusCode());
                own.add(transaction(
                                entry(there + "-" + run, "", "'gender':'male'"),
                                entry(here + "-" + run, "", "'gender':'female'"))
                        .statusCode());
            }
            return own;
        });
        assertThat(statuses).contains(200).doesNotContain(409, 500, 503);
    }

    @Test
    void carriesOutTransactionsThatOverlapAsIfOneCameAfterTheOther() {
        put(id + "-a", "'multipleBirthInteger':0");
        put(id + "-b", "'multipleBirthInteger':0");
        List<Integer> statuses = everybody(client -> {
            List<Integer> own = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                Response a = caller().get("/fhir/Patient/" + id + "-a");
                Response b = caller().get("/fhir/Patient/" + id + "-b");
                own.add(transaction(increment(client % 2 == 0 ? a : b), increment(client % 2 == 0 ? b : a))
                        .statusCode());
            }
            return own;
        });
        assertThat(statuses).containsOnly(200, 412).contains(200);
        int succeeded = (int) statuses.stream().filter(status -> status == 200).count();
        assertThat(counter(id + "-a")).isEqualTo(succeeded);
        assertThat(counter(id + "-b")).isEqualTo(succeeded);
    }

    private static String increment(Response read) {
        int next = read.jsonPath().getInt("multipleBirthInteger") + 1;
        return entry(
                read.jsonPath().getString("id"),
                ",'ifMatch':'" + read.header("ETag").replace("\"", "\\'") + "'",
                "'multipleBirthInteger':" + next);
    }

    private static String entry(String id, String precondition, String members) {
        return "{'request':{'method':'PUT','url':'Patient/" + id + "'" + precondition + "},'resource':"
                + patient(id, members) + "}";
    }

    private static String delete(String id) {
        return "{'request':{'method':'DELETE','url':'Patient?_id=" + id + "'}}";
    }

    private String conditionalCreate(int number) {
        return "{'request':{'method':'POST','url':'Basic','ifNoneExist':'identifier=urn:once|" + run + "-" + number
                + "'},'resource':{'resourceType':'Basic','code':{'text':'x'},'identifier':[{'system':'urn:once','value':'"
                + run + "-" + number + "'}]}}";
    }

    private static String addName(String family) {
        return q(
                "{'resourceType':'Parameters','parameter':[{'name':'operation','part':[{'name':'type','valueCode':'add'},"
                        + "{'name':'path','valueString':'Patient'},{'name':'name','valueString':'name'},"
                        + "{'name':'value','valueHumanName':{'family':'" + family + "'}}]}]}");
    }

    private Response transaction(String... entries) {
        return caller().body(
                        q("{'resourceType':'Bundle','type':'transaction','entry':[" + String.join(",", entries) + "]}"))
                .post("/fhir");
    }

    private Response put(String id, String members) {
        return put(caller(), id, members);
    }

    private static Response put(RequestSpecification caller, String id, String members) {
        return caller.body(q(patient(id, members))).put("/fhir/Patient/" + id);
    }

    private static String patient(String id, String members) {
        return "{'resourceType':'Patient','id':'" + id + "'," + members + "}";
    }

    private RequestSpecification caller() {
        return Sandbox.bearing(token);
    }

    private int counter(String id) {
        return caller().get("/fhir/Patient/" + id).jsonPath().getInt("multipleBirthInteger");
    }

    private int versions(String id) {
        return caller().get("/fhir/Patient/" + id + "/_history?_count=1000")
                .jsonPath()
                .getList("entry")
                .size();
    }

    private static List<Integer> everybody(IntFunction<List<Integer>> work) {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<List<Integer>>> answers = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> work.apply(client)))
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<List<Integer>> answer : answers) {
                statuses.addAll(answer.get());
            }
            return statuses;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            clients.shutdownNow();
        }
    }

    private static String q(String json) {
        return json.replace('\'', '"');
    }
}
