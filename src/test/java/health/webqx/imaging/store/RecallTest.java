package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Reach.Visibility;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was read before is given again only to whom it was found in reach for, and only while nothing has touched its row. */
@QuarkusTest
class RecallTest {
    private static final Buffer NO_ACCESS = Buffer.buffer("{\"accesses\":[]}");

    @Inject
    ResourceStore store;

    @Inject
    Journal journal;

    @Inject
    Database database;

    private final ObjectNode patient = ResourceJson.object().put("resourceType", "Patient");

    @Test
    void isWhatWasFoundAndHoldsWhileTheRowIsAsItWas() {
        ResourceKey key = created();
        assertThat(store.recall(key, Reach.everything())).isEmpty();
        Found found = await(store.readAgain(key, Reach.everything()));

        Recalled recalled = recalled(key);

        assertThat(recalled.found()).isEqualTo(found);
        assertThat(holds(recalled)).isTrue();
        assertThat(await(store.readAgain(key, Reach.everything())).resource()).isSameAs(found.resource());
        assertThat(recalled(key).mark()).isEqualTo(recalled.mark());
    }

    @Test
    void doesNotHoldOnceTheResourceHasChanged() {
        ResourceKey key = created();
        Recalled recalled = recalled(key);
        await(store.update(
                new Draft(key, patient.deepCopy().put("gender", "female")), Optional.empty(), Reach.everything()));

        assertThat(holds(recalled)).isFalse();
        assertThat(recalled(key).found().resource().json().toString()).contains("female");
        assertThat(holds(recalled(key))).isTrue();
    }

    @Test
    void doesNotHoldOnceTheResourceIsDeleted() {
        ResourceKey key = created();
        Recalled recalled = recalled(key);
        await(store.delete(key, Optional.empty(), Reach.everything()));

        assertThat(holds(recalled)).isFalse();
        assertThatThrownBy(() -> await(store.readAgain(key, Reach.everything())))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.GONE));
        assertThat(holds(recalled)).isFalse();
    }

    @Test
    void doesNotHoldOnceAnybodyHasTouchedTheRow() {
        ResourceKey key = created();
        Recalled recalled = recalled(key);
        touch(recalled);

        assertThat(holds(recalled)).isFalse();
        assertThat(await(store.readAgain(key, Reach.everything())).patients()).containsExactly("somebody-else");
    }

    @Test
    void isNothingForWhomItWasNotFoundInReach() {
        ResourceKey key = created();
        Reach own = patient(key.id());
        await(store.readAgain(key, Reach.everything()));
        assertThat(store.recall(key, own)).isEmpty();

        await(store.readAgain(key, own));

        assertThat(store.recall(key, own)).isPresent();
        assertThat(store.recall(key, patient("another"))).isEmpty();
        assertThat(store.recall(key, Reach.everything())).isPresent();
    }

    @Test
    void forgetsWhoseItWasWithTheRow() {
        ResourceKey key = created();
        Reach own = patient(key.id());
        await(store.readAgain(key, own));
        touch(recalled(key));
        await(store.readAgain(key, Reach.everything()));

        assertThat(store.recall(key, own)).isEmpty();
    }

    @Test
    void isForgottenOnceItIsNotFound() {
        ResourceKey key = created();
        Reach own = patient(key.id());
        await(store.readAgain(key, own));
        touch(recalled(key));

        assertThat(store.recall(key, own)).isPresent();
        assertThatThrownBy(() -> await(store.readAgain(key, own))).isInstanceOf(Failure.class);
        assertThat(store.recall(key, own)).isEmpty();
        assertThat(store.recall(key, Reach.everything())).isEmpty();
    }

    @Test
    void isNothingWhereTheVisibilityIsLarge() {
        ResourceKey key = created();
        Set<String> ids = IntStream.range(0, 100).mapToObj(i -> "id-" + i).collect(Collectors.toSet());
        Reach reach = Reach.of(Map.of("Patient", new Reach.Not(new Reach.WithId(ids))));
        await(store.readAgain(key, reach));

        assertThat(store.recall(key, reach)).isEmpty();
    }

    @Test
    void isReadAgainUnderAnotherReachAsTheSame() {
        ResourceKey key = created();
        Found found = await(store.readAgain(key, Reach.everything()));

        assertThat(await(store.readAgain(key, patient(key.id()))).resource()).isSameAs(found.resource());
        assertThatThrownBy(() -> await(store.readAgain(key, patient("another"))))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND));
    }

    static Stream<Visibility> whatOtherRowsDecide() {
        return Stream.of(
                new Reach.UnnamedByDenials(Set.of("Practitioner/nobody")),
                Visibility.allOf(new Reach.Not(new Reach.OwnedBy("somebody"))),
                Visibility.anyOf(List.of(
                        new Reach.WithId(Set.of("none")), new Reach.UnnamedByDenials(Set.of("Practitioner/nobody")))));
    }

    @ParameterizedTest
    @MethodSource
    void whatOtherRowsDecide(Visibility visibility) {
        ResourceKey key = created();
        Reach reach = Reach.of(Map.of("Patient", visibility));
        await(store.readAgain(key, reach));

        assertThat(store.recall(key, reach)).isEmpty();
    }

    @Test
    void holdsForAllOrForNone() {
        Recalled changed = recalled(created());
        Recalled deleted = recalled(created());
        Recalled same = recalled(created());
        Recalled other = recalled(created());
        touch(changed);
        await(database.pool()
                .preparedQuery("DELETE FROM resource WHERE sid = $1")
                .execute(Tuple.of(deleted.mark().sid())));

        assertThat(holds(same, other)).isTrue();
        assertThat(holds(same, changed)).isFalse();
        assertThat(holds(deleted, other)).isFalse();
        assertThat(holds(deleted)).isFalse();
        assertThat(holds()).isTrue();
    }

    @Test
    void isReadAnewWhereAnybodyHasWrittenAnotherBody() {
        ResourceKey key = created();
        Recalled before = recalled(key);
        Recalled other = recalled(await(store.create(
                        Draft.ofNew("Patient", patient.deepCopy().put("gender", "other")), Reach.everything()))
                .resource()
                .key());
        await(database.pool()
                .preparedQuery("UPDATE resource SET body = (SELECT body FROM resource WHERE sid = $1) WHERE sid = $2")
                .execute(Tuple.of(other.mark().sid(), before.mark().sid())));

        assertThat(holds(before)).isFalse();
        assertThat(recalled(key).found().resource().json().toString()).contains("other");
        assertThat(holds(recalled(key))).isTrue();
    }

    @Test
    void isForgottenByWhoWritesIt() {
        ResourceKey key = created();
        recalled(key);

        await(store.update(new Draft(key, patient.deepCopy()), Optional.empty(), Reach.everything()));

        assertThat(store.recall(key, Reach.everything())).isEmpty();
    }

    private boolean holds(Recalled... all) {
        return await(journal.note(NO_ACCESS, Stream.of(all).map(Recalled::mark).collect(Collectors.toSet())));
    }

    /** What no version tells of. */
    private void touch(Recalled recalled) {
        await(database.pool()
                .preparedQuery("UPDATE resource SET patients = '{somebody-else}' WHERE sid = $1")
                .execute(Tuple.of(recalled.mark().sid())));
    }

    private Recalled recalled(ResourceKey key) {
        await(store.readAgain(key, Reach.everything()));
        return store.recall(key, Reach.everything()).orElseThrow();
    }

    private ResourceKey created() {
        return await(store.create(Draft.ofNew("Patient", patient.deepCopy()), Reach.everything()))
                .resource()
                .key();
    }

    private static Reach patient(String id) {
        return Reach.of(Map.of("Patient", new Reach.InCompartment(id)));
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(20));
    }
}
