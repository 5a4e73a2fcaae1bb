package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of a caller's standing counts only while nothing, on any node, has changed what it is made of. */
@QuarkusTest
class CallerFactsTest {
    private final String id = UUID.randomUUID().toString();
    private final ResourceKey doctor = new ResourceKey("Practitioner", "dr-" + id);

    @Inject
    CallerFacts facts;

    @Inject
    FactsStamp stamp;

    @Inject
    ResourceStore store;

    @Inject
    Database database;

    @Test
    void everyChangeOfFactsRenewsTheStampAndNothingElseDoes() {
        for (String type : List.of("Consent", "PractitionerRole", "RelatedPerson")) {
            assertThat(renewedBy(() -> create(type, ""))).as("new %s", type).isTrue();
            assertThat(renewedBy(() -> elsewhere(
                            "UPDATE resource SET version = version + 1 WHERE type = $1 AND id = $2", type, id)))
                    .as("changed %s", type)
                    .isTrue();
            assertThat(renewedBy(() -> elsewhere("DELETE FROM resource WHERE type = $1 AND id = $2", type, id)))
                    .as("gone %s", type)
                    .isTrue();
        }
        assertThat(renewedBy(() -> elsewhere(
                        "INSERT INTO emergency (caller, patient, reason, at, until) VALUES ($1, $2, '', 0, 0)",
                        id,
                        id)))
                .isTrue();
        assertThat(renewedBy(() -> create("Basic", ""))).isFalse();
        assertThat(renewedBy(() -> {})).isFalse();
    }

    @Test
    void whatIsRolledBackRenewsNothing() {
        create("PractitionerRole", "");
        UUID before = now();
        String broken = "WITH x AS (UPDATE resource SET version = 2 WHERE id = '" + id
                + "' RETURNING sid) SELECT 1/(count(*)-1) FROM x";

        database.pool()
                .query(broken)
                .execute()
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();

        assertThat(now()).isEqualTo(before);
    }

    @Test
    void tellsWhatAnotherNodeHasWritten() {
        assertThat(rolesOf(doctor)).isEmpty();
        create("PractitionerRole", ",'active':true,'practitioner':{'reference':'" + doctor.reference() + "'}");
        assertThat(rolesOf(doctor)).containsExactly("true");
        assertThat(rolesOf(doctor)).containsExactly("true");

        elsewhere(
                "UPDATE resource SET body = convert_to(replace(convert_from(body, 'UTF8'), 'true', 'false'), 'UTF8')"
                        + " WHERE type = $1 AND id = $2",
                "PractitionerRole",
                id);

        assertThat(rolesOf(doctor)).containsExactly("false");
    }

    @Test
    void whoAskTogetherAreAllAnswered() {
        List<UUID> stamps = io.smallrye.mutiny.Uni.join()
                .all(IntStream.range(0, 500).mapToObj(i -> stamp.now()).toList())
                .andFailFast()
                .await()
                .indefinitely();

        assertThat(stamps).hasSize(500).containsOnly(now());
    }

    private List<String> rolesOf(ResourceKey user) {
        return facts.ofStaff(user, "nobody", Instant.now(), 10, 10).await().indefinitely().stream()
                .filter(fact -> fact.kind() == CallerFact.Kind.ROLE)
                .map(fact -> fact.content().path("active").asText())
                .toList();
    }

    private boolean renewedBy(Runnable change) {
        UUID before = now();
        change.run();
        return !now().equals(before);
    }

    private UUID now() {
        return stamp.now().await().indefinitely();
    }

    private void create(String type, String members) {
        ObjectNode resource = ResourceJson.readStored(
                Buffer.buffer(("{'resourceType':'" + type + "'" + members + "}").replace('\'', '"')));
        store.create(new Draft(new ResourceKey(type, id), resource), Reach.everything())
                .await()
                .indefinitely();
    }

    /** As another node, or an administrator, would. */
    private void elsewhere(String sql, String one, String other) {
        database.pool().preparedQuery(sql).execute(Tuple.of(one, other)).await().indefinitely();
    }
}
