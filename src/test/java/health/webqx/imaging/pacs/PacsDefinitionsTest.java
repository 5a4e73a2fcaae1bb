package health.webqx.imaging.pacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacsDefinitionsTest {
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();

    @Test
    void theVariablesOfTheWebQxModuleMakeAnOrthanc() {
        variables.put("ORTHANC_URL", "http://pacs.example.org");
        variables.put("ORTHANC_USERNAME", "webqx");
        variables.put("ORTHANC_PASSWORD", "secret");
        PacsDefinition orthanc = only(read());
        assertThat(orthanc.type()).isEqualTo(PacsType.ORTHANC);
        assertThat(orthanc.url()).isEqualTo("http://pacs.example.org:8042");
        assertThat(orthanc.headers()).containsEntry("Authorization", "Basic d2VicXg6c2VjcmV0");
    }

    @Test
    void thePortMayBeGivenApartAndTheSchemeLeftOut() {
        variables.put("ORTHANC_URL", "pacs");
        variables.put("ORTHANC_PORT", "80");
        assertThat(only(read()).url()).isEqualTo("http://pacs:80");
    }

    @Test
    void whatTheVariablesCannotSayTheSettingsAdd() {
        variables.put("ORTHANC_URL", "http://pacs");
        settings.put("webqx.pacs.orthanc.patient-id-system", "urn:example:mrn");
        settings.put("webqx.pacs.orthanc.max-connections", "4");
        PacsDefinition orthanc = only(read());
        assertThat(orthanc.url()).isEqualTo("http://pacs:8042");
        assertThat(orthanc.patientIdSystem()).contains("urn:example:mrn");
        assertThat(orthanc.maxConnections()).isEqualTo(4);
    }

    @Test
    void anAddressInTheSettingsWinsOverTheVariables() {
        variables.put("ORTHANC_URL", "http://one");
        settings.put("webqx.pacs.orthanc.type", "orthanc");
        settings.put("webqx.pacs.orthanc.url", "http://two:8042");
        assertThat(only(read()).url()).isEqualTo("http://two:8042");
    }

    @Test
    void anOrthancThatIsSwitchedOffIsNone() {
        variables.put("ORTHANC_URL", "http://pacs");
        variables.put("ORTHANC_ENABLED", "false");
        assertThat(read()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnceAndNoSecretWithIt() {
        settings.put("webqx.pacs.one.url", "http://user:hunter2@pacs");
        settings.put("webqx.pacs.one.type", "orthanc");
        settings.put("webqx.pacs.two.type", "floppy");
        variables.put("PACS_PRIMARY_SERVER", "three");
        assertThatThrownBy(this::read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("webqx.pacs.one.url must not carry credentials")
                .hasMessageContaining("webqx.pacs.two.type: unknown type")
                .hasMessageContaining("webqx.pacs.two.url is missing")
                .hasMessageContaining("PACS_PRIMARY_SERVER names no enabled archive")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void theVariablesOfTheWebQxModuleMakeADicoogleAndAPostDicom() {
        variables.put("DICOOGLE_URL", "http://dicoogle.example.org");
        variables.put("DICOOGLE_USERNAME", "webqx");
        variables.put("DICOOGLE_PASSWORD", "secret");
        variables.put("POSTDICOM_URL", "https://account.postdicom.example/dicomweb");
        variables.put("POSTDICOM_API_KEY", "k-1");
        variables.put("PACS_PRIMARY_SERVER", "postdicom");
        settings.put("webqx.pacs.postdicom.api-key-header", "X-Key");
        List<PacsDefinition> both = read();
        assertThat(both).extracting(PacsDefinition::name).containsExactly("dicoogle", "postdicom");
        assertThat(both.get(0).url()).isEqualTo("http://dicoogle.example.org:8080");
        assertThat(both.get(0).credentials()).isEqualTo(new Credentials.Login("webqx", "secret"));
        assertThat(both.get(1).url()).isEqualTo("https://account.postdicom.example/dicomweb");
        assertThat(both.get(1).headers()).containsExactly(Map.entry("X-Key", "k-1"));
        assertThat(both.get(1).primary()).isTrue();
        assertThat(both.toString()).doesNotContain("secret").doesNotContain("k-1");
    }

    @Test
    void aKeyGoesOutAsABearerTokenUnlessItIsToldHow() {
        settings.put("webqx.pacs.web.type", "dicomweb");
        settings.put("webqx.pacs.web.url", "https://pacs.example/dicom-web");
        settings.put("webqx.pacs.web.api-key", "k-1");
        assertThat(only(read()).headers()).containsExactly(Map.entry("Authorization", "Bearer k-1"));
        settings.put("webqx.pacs.web.api-key-scheme", "ApiKey");
        assertThat(only(read()).headers()).containsExactly(Map.entry("Authorization", "ApiKey k-1"));
    }

    @Test
    void secretsThatDoNotGoTogetherAndFilesThatAreNotThereAreNamed() {
        settings.put("webqx.pacs.web.type", "dicomweb");
        settings.put("webqx.pacs.web.url", "https://pacs.example/dicom-web");
        settings.put("webqx.pacs.web.api-key", "hunter2\r\nX: y");
        settings.put("webqx.pacs.web.token-url", "ftp://issuer.example");
        settings.put("webqx.pacs.web.trust", "/no/such/file.pem");
        settings.put("webqx.pacs.web.client-key", "/no/such/key.pem");
        settings.put("webqx.pacs.web.max-connections", "1");
        settings.put("webqx.pacs.web.pause", "0s");
        assertThatThrownBy(this::read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("username, api-key and token-url: one of them at most")
                .hasMessageContaining("webqx.pacs.web.api-key must be visible ASCII")
                .hasMessageContaining("webqx.pacs.web.trust is a file that cannot be read")
                .hasMessageContaining("client-certificate and client-key go together")
                .hasMessageContaining("webqx.pacs.web.max-connections must be 2 or more")
                .hasMessageContaining("webqx.pacs.web.pause must be above zero")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("/no/such");
    }

    private List<PacsDefinition> read() {
        PacsSettings mapped = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PacsSettings.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(PacsSettings.class);
        return PacsDefinitions.read(mapped, name -> Optional.ofNullable(variables.get(name)));
    }

    private static PacsDefinition only(List<PacsDefinition> definitions) {
        assertThat(definitions).hasSize(1);
        return definitions.get(0);
    }
}
