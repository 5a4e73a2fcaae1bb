package health.webqx.imaging.audit;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.SearchDefinitions;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What patients are told of who looked at their images, as {@code webqx.audit.names-for-patients} says. */
@QuarkusTest
class LookersTest {
    @Inject
    ResourceStore store;

    @Inject
    SearchDefinitions definitions;

    private final String id = "looker-" + UUID.randomUUID();
    private final String doctor = "Practitioner/" + id;

    @BeforeEach
    void aDoctorIsKnown() {
        put(doctor, "'name':[{'prefix':['Dr.'],'given':['Eva'],'family':'Lang'}]");
        put(
                "PractitionerRole/role-" + id,
                "'practitioner':{'reference':'" + doctor + "'},'code':[{'text':'radiologist'}]");
    }

    @Test
    void areNamed() {
        assertThat(told("full", doctor)).isEqualTo("Dr. Eva Lang");
    }

    @Test
    void areToldByRole() {
        assertThat(told("role", doctor)).isEqualTo("radiologist");
    }

    @Test
    void areToldAsStaffAlone() {
        assertThat(told("none", doctor)).isEqualTo("a member of staff");
    }

    @Test
    void areNeverToldByAnAccountsName() {
        for (String setting : Set.of("full", "role", "none")) {
            assertThat(told(setting, "account-4711")).startsWith("a system");
            assertThat(told(setting, "Practitioner/never-stored")).isEqualTo("a member of staff");
            assertThat(told(setting, "RelatedPerson/mother")).isEqualTo("somebody who acts for you");
            assertThat(told(setting, "Patient/anna")).isEqualTo("you");
            assertThat(told(setting, "Patient/ben")).isEqualTo("somebody whom a consent names");
        }
    }

    private String told(String setting, String user) {
        AuditConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(AuditConfig.class)
                .withDefaultValue("webqx.audit.names-for-patients", setting)
                .build()
                .getConfigMapping(AuditConfig.class);
        Map<String, String> told = new Lookers(store, definitions, config)
                .told(Set.of(user), "anna")
                .await()
                .indefinitely();
        return told.getOrDefault(user, "");
    }

    private static void put(String address, String members) {
        String[] key = address.split("/", 2);
        String json = "{'resourceType':'" + key[0] + "','id':'" + key[1] + "'," + members + "}";
        Sandbox.backend()
                .body(json.replace('\'', '"'))
                .put("/fhir/" + address)
                .then()
                .statusCode(201);
    }
}
