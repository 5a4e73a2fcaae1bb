package health.webqx.imaging.sandbox.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Grants as a JSON file: digests of refresh tokens and ids of access tokens, never the tokens. Blocks. */
final class GrantFile {
    private final Path file;
    private final ObjectNode read;

    GrantFile(Path folder) {
        this.file = folder.resolve("grants.json");
        this.read = read(file);
    }

    /** What was in the file, the eldest first. */
    Map<String, Grants.Kept> grants() {
        Map<String, Grants.Kept> grants = new LinkedHashMap<>();
        for (JsonNode each : read.path("grants")) {
            grants.put(each.path("id").asText(), kept(each));
        }
        return grants;
    }

    /** When the access tokens that were taken back end, by {@code jti}. */
    Map<String, Instant> revoked() {
        return times(read.path("revoked"));
    }

    void write(Collection<Grants.Kept> grants, Map<String, Instant> revoked) {
        ObjectNode json = ResourceJson.object();
        grants.forEach(kept -> json.withArray("grants").add(json(kept)));
        revoked.forEach((id, until) -> json.withObject("/revoked").put(id, until.getEpochSecond()));
        try {
            KeyFile.write(file, ResourceJson.write(json).toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            return Files.exists(file)
                    ? ResourceJson.read(Buffer.buffer(Files.readAllBytes(file)))
                    : ResourceJson.object();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Failure e) {
            throw new IllegalStateException("what the sandbox kept cannot be read; delete " + file, e);
        }
    }

    private static ObjectNode json(Grants.Kept kept) {
        Grant grant = kept.grant();
        Launch launch = grant.launch();
        ObjectNode json = ResourceJson.object();
        json.put("id", grant.id());
        json.put("client", grant.client());
        grant.scopes().forEach(scope -> json.withArray("scopes").add(scope));
        json.put("user", launch.user());
        launch.patient().ifPresent(patient -> json.put("patient", patient));
        launch.references().forEach(reference -> json.withArray("references").add(reference));
        launch.intent().ifPresent(intent -> json.put("intent", intent));
        json.put("banner", launch.banner());
        json.put("refresh", kept.refresh());
        json.put("ends", kept.ends().getEpochSecond());
        kept.issued().forEach((id, until) -> json.withObject("/issued").put(id, until.getEpochSecond()));
        return json;
    }

    /** The nonce is for the first ID token, which comes with the code: it is not needed again. */
    private static Grants.Kept kept(JsonNode json) {
        Launch launch = new Launch(
                json.path("user").asText(),
                text(json, "patient"),
                texts(json.path("references")),
                text(json, "intent"),
                json.path("banner").asBoolean());
        Grant grant = new Grant(
                json.path("id").asText(),
                json.path("client").asText(),
                texts(json.path("scopes")),
                launch,
                Optional.empty());
        return new Grants.Kept(
                grant,
                json.path("refresh").asText(),
                Instant.ofEpochSecond(json.path("ends").asLong()),
                times(json.path("issued")));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name)).map(JsonNode::asText);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Map<String, Instant> times(JsonNode object) {
        Map<String, Instant> times = new HashMap<>();
        object.properties()
                .forEach(each -> times.put(
                        each.getKey(), Instant.ofEpochSecond(each.getValue().asLong())));
        return times;
    }
}
