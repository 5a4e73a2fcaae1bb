package health.webqx.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The files under {@code docker/}, as far as they can be checked without Docker. */
class DockerFilesTest {
    private static final Path FOLDER = Path.of("docker");
    private static final Set<String> INSTRUCTIONS =
            Set.of("FROM", "RUN", "WORKDIR", "COPY", "ENV", "VOLUME", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT");

    @Test
    void theComposeFileNamesTheFourServicesAndEachHasWhatItNeeds() throws IOException {
        Map<String, Map<String, Object>> services = at(compose(), "services");
        assertThat(services).containsOnlyKeys("webqx", "postgres", "orthanc", "keycloak");
        services.forEach((name, service) -> assertThat(service.keySet())
                .as(name)
                .containsAnyOf("image", "build")
                .contains("environment"));
        Map<String, Object> volumes = at(compose(), "volumes");
        for (Map<String, Object> service : services.values()) {
            for (String mount : DockerFilesTest.<List<String>>at(service, "volumes")) {
                String source = mount.substring(0, mount.indexOf(':'));
                if (source.startsWith("./")) {
                    assertThat(FOLDER.resolve(source)).exists();
                } else {
                    assertThat(volumes).containsKey(source);
                }
            }
        }
    }

    @Test
    void everyVariableThatMustBeSetIsInTheExample() throws IOException {
        Set<String> wanted = new TreeSet<>();
        Matcher variable =
                Pattern.compile("\\$\\{([A-Z_]+):\\?").matcher(Files.readString(FOLDER.resolve("compose.yaml")));
        while (variable.find()) {
            wanted.add(variable.group(1));
        }
        assertThat(Files.readAllLines(FOLDER.resolve(".env.example")).stream()
                        .filter(line -> line.contains("="))
                        .map(line -> line.substring(0, line.indexOf('='))))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void theServiceIsGivenWhatProductionRefusesToStartWithout() throws IOException {
        Map<String, Map<String, Object>> services = at(compose(), "services");
        Map<String, Object> environment = at(services.get("webqx"), "environment");
        assertThat(environment).containsKeys("WEBQX_BASE_URL", "WEBQX_DATABASE_URL", "WEBQX_AUTH_ISSUERS_KEYCLOAK_URL");
    }

    @Test
    void theImageIsBuiltOfKnownInstructions() throws IOException {
        boolean continued = false;
        for (String line : Files.readAllLines(FOLDER.resolve("Dockerfile.jvm"))) {
            if (!continued && !line.isBlank() && !line.startsWith("#")) {
                assertThat(INSTRUCTIONS).contains(line.substring(0, line.indexOf(' ')));
            }
            continued = line.endsWith("\\");
        }
    }

    @Test
    void theRealmGivesTokensForThisServer() throws IOException {
        JsonNode realm = new ObjectMapper()
                .readTree(FOLDER.resolve("keycloak/webqx-realm.json").toFile());
        assertThat(realm.path("realm").asText()).isEqualTo("webqx");
        assertThat(realm.findValuesAsText("included.custom.audience")).containsExactly("${WEBQX_BASE_URL}/fhir");
    }

    @Test
    void theKeycloakIsTheOneThatIsTested() throws IOException {
        Map<String, Map<String, Object>> services = at(compose(), "services");
        String image = at(services.get("keycloak"), "image");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<keycloak.version>" + image.substring(image.indexOf(':') + 1) + "</keycloak.version>");
    }

    private static Map<String, Object> compose() throws IOException {
        return new Yaml().load(Files.readString(FOLDER.resolve("compose.yaml")));
    }

    @SuppressWarnings("unchecked") // YAML has no types; a wrong one fails the test
    private static <T> T at(Map<String, ?> map, String key) {
        return (T) map.get(key);
    }
}
