package health.webqx.imaging.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.Sandbox;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Mark;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditLogTest {
    private static final int ACCESSES = 600;

    private final String run = UUID.randomUUID().toString();

    @Inject
    AuditLog audit;

    @Inject
    ResourceStore store;

    /** Far more at once than there are writes under way, so that those of all kinds wait together. */
    @Test
    void tellsEachOfThoseThatAreWrittenTogetherWhetherItIsRecorded() {
        Mark asItIs = markOf(patient("as-it-is"));
        ResourceKey changed = patient("changed");
        Mark asItWas = markOf(changed);
        await(store.update(
                new Draft(changed, content().put("gender", "female")), Optional.empty(), Reach.everything()));

        List<Uni<Boolean>> all = IntStream.range(0, ACCESSES)
                .mapToObj(i -> switch (i % 3) {
                    case 0 -> audit.record(access(i)).replaceWith(true);
                    case 1 -> audit.recordProvided(access(i), asItWas);
                    default -> audit.recordProvided(access(i), asItIs);
                })
                .toList();
        List<Boolean> recorded = await(Uni.join().all(all).andFailFast());

        assertThat(recordedOf(0, recorded)).isEqualTo(ACCESSES / 3);
        assertThat(recordedOf(1, recorded)).isZero();
        for (int kind = 0; kind < 3; kind++) {
            assertThat(eventsOf(kind)).isEqualTo(recordedOf(kind, recorded));
        }
        assertThat(await(audit.recordProvided(access(2), asItIs))).isTrue();
    }

    @Test
    void recordsAllThatAreWrittenTogetherWhileTheirRowsAreAsTheyWere() {
        Mark one = markOf(patient("one"));
        Mark other = markOf(patient("other"));

        List<Uni<Boolean>> all = IntStream.range(0, ACCESSES)
                .mapToObj(i -> switch (i % 3) {
                    case 0 -> audit.record(access(i)).replaceWith(true);
                    case 1 -> audit.recordProvided(access(i), one);
                    default -> audit.recordProvided(access(i), other);
                })
                .toList();

        assertThat(await(Uni.join().all(all).andFailFast())).containsOnly(true);
        for (int kind = 0; kind < 3; kind++) {
            assertThat(eventsOf(kind)).isEqualTo(ACCESSES / 3);
        }
    }

    private static int recordedOf(int kind, List<Boolean> recorded) {
        return (int) IntStream.range(0, recorded.size())
                .filter(i -> i % 3 == kind && recorded.get(i))
                .count();
    }

    private int eventsOf(int kind) {
        return Sandbox.backend()
                .get("/fhir/AuditEvent?_summary=count&patient=p" + kind + "-" + run)
                .jsonPath()
                .getInt("total");
    }

    private AccessRecord access(int number) {
        return SampleAccess.read("Patient/x", number, Set.of("p" + number % 3 + "-" + run));
    }

    private ResourceKey patient(String name) {
        ResourceKey key = new ResourceKey("Patient", name + "-" + run);
        await(store.create(List.of(new Draft(key, content())), Reach.everything()));
        return key;
    }

    private Mark markOf(ResourceKey key) {
        await(store.readAgain(key, Reach.everything()));
        return store.recall(key, Reach.everything()).orElseThrow().mark();
    }

    private static ObjectNode content() {
        return ResourceJson.object().put("resourceType", "Patient");
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(30));
    }
}
