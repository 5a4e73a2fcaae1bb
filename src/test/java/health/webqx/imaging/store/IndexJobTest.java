package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.SearchQuery;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an older release has written is found by what this release indexes. */
@QuarkusTest
class IndexJobTest {
    private final String id = "old-" + UUID.randomUUID();

    @Inject
    ResourceStore store;

    @Inject
    Database database;

    @Inject
    SearchDefinitions definitions;

    @Inject
    IndexJob job;

    @Test
    void findsByCompositesAndUnitsWhatWasIndexedWithoutThem() {
        ObjectNode observation = ResourceJson.readStored(
                Buffer.buffer(
                        """
                {"resourceType":"Observation","status":"final","code":{"text":"x"},"component":[
                  {"code":{"coding":[{"code":"sys"}]},
                   "valueQuantity":{"value":1500,"system":"http://unitsofmeasure.org","code":"mg"}},
                  {"code":{"coding":[{"code":"dia"}]},
                   "valueQuantity":{"value":80,"system":"http://unitsofmeasure.org","code":"mg"}}]}"""));
        store.create(new Draft(new ResourceKey("Observation", id), observation), Reach.everything())
                .await()
                .indefinitely();
        asAnOlderReleaseLeftIt();
        assertThat(finds("component-value-quantity", "1.5|http://unitsofmeasure.org|g"))
                .isFalse();

        for (long last = 0; last >= 0; ) {
            last = job.page(last).await().indefinitely();
        }

        assertThat(finds("component-value-quantity", "1.5|http://unitsofmeasure.org|g"))
                .isTrue();
        assertThat(finds("component-code-value-quantity", "sys$gt1|http://unitsofmeasure.org|g"))
                .isTrue();
        assertThat(finds("component-code-value-quantity", "dia$gt1|http://unitsofmeasure.org|g"))
                .isFalse();
    }

    private void asAnOlderReleaseLeftIt() {
        String mine = " WHERE sid = (SELECT sid FROM resource WHERE id = $1)";
        for (String text : List.of(
                "UPDATE token_index SET part = NULL" + mine,
                "UPDATE quantity_index SET part = NULL, canonical = NULL, canonical_low = NULL, canonical_high = NULL"
                        + mine)) {
            database.pool().preparedQuery(text).execute(Tuple.of(id)).await().indefinitely();
        }
    }

    private boolean finds(String name, String value) {
        Criterion criterion = definitions.chains().parse("Observation", name, value);
        Criterion mine = definitions.criteria().parse("Observation", "_id", id);
        return !store.search(SearchQuery.of("Observation", List.of(criterion, mine), 1), Reach.everything())
                .await()
                .indefinitely()
                .matches()
                .isEmpty();
    }
}
