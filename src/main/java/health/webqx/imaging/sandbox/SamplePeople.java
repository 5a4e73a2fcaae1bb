package health.webqx.imaging.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The people everybody may try the server with: three patients, two practitioners, the Consents that open Anna's images and
 * no longer open Carla's, and the orders and reports of their studies. Written at the first start; what is changed later
 * stays changed.
 */
@ApplicationScoped
public class SamplePeople {
    private static final ResourceKey FIRST = new ResourceKey("Patient", "anna-keller");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SandboxConfig config;
    private final ResourceStore store;

    SamplePeople(SandboxConfig config, ResourceStore store) {
        this.config = config;
        this.store = store;
    }

    /** Runs on the starting thread, after the database and before the first request, so it may wait. */
    void write(@Observes @Priority(200) StartupEvent event) {
        if (config.enabled() && isFirstStart()) {
            store.create(drafts(), Reach.everything()).await().atMost(PATIENCE);
        }
    }

    private boolean isFirstStart() {
        try {
            store.read(FIRST, Reach.everything()).await().atMost(PATIENCE);
            return false;
        } catch (Failure failure) {
            if (failure.kind() == FailureKind.NOT_FOUND) {
                return true;
            } else if (failure.kind() == FailureKind.GONE) {
                return false;
            }
            throw failure;
        }
    }

    private static List<Draft> drafts() {
        List<Draft> drafts = new ArrayList<>();
        for (String file : List.of("sample-people.json", "sample-orders.json")) {
            for (JsonNode entry : bundle(file).path("entry")) {
                ObjectNode resource = (ObjectNode) entry.get("resource");
                drafts.add(new Draft(
                        new ResourceKey(
                                resource.path("resourceType").asText(),
                                resource.path("id").asText()),
                        resource));
            }
        }
        return drafts;
    }

    private static ObjectNode bundle(String file) {
        try (InputStream resources = Objects.requireNonNull(SamplePeople.class.getResourceAsStream(file))) {
            return ResourceJson.read(Buffer.buffer(resources.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
