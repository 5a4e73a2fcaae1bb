package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whom a resource makes a patient's care giver, and that the schema's migration finds the same. */
@QuarkusTest
class CareFoundedTest {
    private final String id = UUID.randomUUID().toString().substring(0, 8);

    @Inject
    ResourceStore store;

    @Inject
    Database database;

    @Test
    void migrationFindsWhatIsFoundOnWriting() throws Exception {
        create(
                "Patient",
                "'generalPractitioner':[{'reference':'Practitioner/gp'},{'reference':'Organization/house'}],'managingOrganization':{'reference':'Organization/clinic'}");
        create(
                "ServiceRequest",
                "'status':'active','subject':{'reference':'Patient/@'},'requester':{'reference':'PractitionerRole/orders'},'performer':[{'reference':'Organization/performs'}]");
        create(
                "Encounter",
                "'status':'cancelled','subject':{'reference':'Patient/@'},'participant':[{'individual':{'reference':'Practitioner/absent'}}]");
        create(
                "CareTeam",
                "'status':'active','subject':{'reference':'Patient/@'},'participant':[{'member':{'reference':'Practitioner/team'}}]");
        create(
                "ImagingStudy",
                "'status':'available','subject':{'reference':'Patient/@'},'referrer':{'reference':'Practitioner/refers'},'interpreter':[{'reference':'Practitioner/reads'}]");
        create(
                "Appointment",
                "'status':'booked','participant':[{'actor':{'reference':'Practitioner/meets'}},{'actor':{'reference':'Patient/@'}}]");

        List<String> written = cared();

        assertThat(written)
                .containsExactly(
                        "Organization/clinic",
                        "Organization/house",
                        "Practitioner/gp",
                        "Practitioner/reads",
                        "Practitioner/refers",
                        "Practitioner/team",
                        "PractitionerRole/orders");
        migrateAnew();
        assertThat(cared()).isEqualTo(written);
    }

    private List<String> cared() {
        List<String> givers = new ArrayList<>();
        database.pool()
                .preparedQuery("SELECT giver FROM care_index WHERE patient = $1 ORDER BY giver COLLATE \"C\"")
                .execute(Tuple.of(id))
                .await()
                .indefinitely()
                .forEach(row -> givers.add(row.getString(0)));
        return givers;
    }

    private void migrateAnew() throws Exception {
        String script;
        try (var file = getClass().getResourceAsStream("/db/migration/V62__care_index.sql")) {
            script = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        String filling = script.substring(script.indexOf("INSERT INTO"), script.indexOf("CREATE INDEX"));
        database.pool()
                .withTransaction(connection -> connection
                        .query("DELETE FROM care_index")
                        .execute()
                        .chain(() -> connection.query(filling).execute()))
                .await()
                .indefinitely();
    }

    private void create(String type, String members) {
        String json = "{'resourceType':'" + type + "'," + members.replace("@", id) + "}";
        ObjectNode resource = ResourceJson.readStored(Buffer.buffer(json.replace('\'', '"')));
        store.create(new Draft(new ResourceKey(type, id), resource), Reach.everything())
                .await()
                .indefinitely();
    }
}
