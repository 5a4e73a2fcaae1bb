package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which scopes apps are told of. */
class SmartConfigurationTest {
    private static final String OWN = "webqx/deidentified";

    @Test
    void listsWhatThisServerUnderstandsBesideWhatTheIssuerLists() {
        ObjectNode issuer = ResourceJson.object();
        issuer.putArray("scopes_supported").add("openid").add("user/*.rs");

        assertThat(scopes(Optional.of(issuer), Set.of(OWN))).isEqualTo("[\"openid\",\"user/*.rs\",\"" + OWN + "\"]");
        assertThat(scopes(Optional.of(issuer), Set.of())).isEqualTo("[\"openid\",\"user/*.rs\"]");
        assertThat(issuer.path("scopes_supported")).as("the issuer's own list").hasSize(2);
    }

    @Test
    void listsItOnceAndWithoutTheIssuerToo() {
        ObjectNode issuer = ResourceJson.object();
        issuer.putArray("scopes_supported").add(OWN);

        assertThat(scopes(Optional.of(issuer), Set.of(OWN))).isEqualTo("[\"" + OWN + "\"]");
        assertThat(scopes(Optional.empty(), Set.of(OWN))).isEqualTo("[\"" + OWN + "\"]");
        assertThat(scopes(Optional.empty(), Set.of())).isEmpty();
    }

    private static String scopes(Optional<ObjectNode> issuer, Set<String> understood) {
        return SmartConfiguration.of(Optional.of("https://issuer"), issuer, List.of(), List.of(), understood)
                .path("scopes_supported")
                .toString();
    }
}
