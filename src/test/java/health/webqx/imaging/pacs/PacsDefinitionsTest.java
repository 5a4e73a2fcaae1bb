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
