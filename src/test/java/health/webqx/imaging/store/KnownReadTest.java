package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who has a version in memory is told nothing else than who has none. */
@QuarkusTest
class KnownReadTest {
    @Inject
    ResourceStore store;

    private final ObjectNode patient = ResourceJson.object().put("resourceType", "Patient");

    @Test
    void isTheKnownOneWhileItIsTheCurrentOne() {
        StoredResource known = created();

        Found found = await(store.read(known, Reach.everything()));

        assertThat(found.resource()).isSameAs(known);
        assertThat(found.patients()).containsExactly(known.key().id());
    }

    @Test
    void isTheNewOneOnceItHasChanged() {
        StoredResource known = created();
        Draft changed = new Draft(known.key(), patient.deepCopy().put("gender", "female"));
        await(store.update(changed, Optional.empty(), Reach.everything()));

        StoredResource found = await(store.read(known, Reach.everything())).resource();

        assertThat(found)
                .isEqualTo(await(store.read(known.key(), Reach.everything())).resource());
        assertThat(found.json().toString()).contains("female");
    }

    @Test
    void isNotFoundOutOfReachAndGoneWhenDeleted() {
        StoredResource known = created();

        assertThatThrownBy(() -> await(store.read(known, Reach.of(Map.of()))))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND));

        await(store.delete(known.key(), Optional.empty(), Reach.everything()));
        assertThatThrownBy(() -> await(store.read(known, Reach.everything())))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.GONE));
    }

    @Test
    void isReadAgainWhereAnotherIsKnownByTheSameVersion() {
        StoredResource known = created();
        StoredResource other = new StoredResource(
                known.key(), known.version(), known.lastUpdated().minusMillis(1), ResourceJson.write(patient));

        assertThat(await(store.read(other, Reach.everything())).resource()).isEqualTo(known);
    }

    private StoredResource created() {
        ResourceKey key = await(store.create(Draft.ofNew("Patient", patient.deepCopy()), Reach.everything()))
                .resource()
                .key();
        return await(store.read(key, Reach.everything())).resource();
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(20));
    }
}
