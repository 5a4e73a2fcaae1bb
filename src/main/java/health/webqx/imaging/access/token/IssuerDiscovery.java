package health.webqx.imaging.access.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import health.webqx.imaging.resource.ResourceJson;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * What issuers say of themselves (OpenID Connect Discovery 4), for apps that ask this server where to get a token: the first
 * by name is the one that apps are sent to, the others are listed. Kept for some minutes; while the issuer cannot be asked there is nothing to say, and that is asked anew soon.
 */
@ApplicationScoped
public class IssuerDiscovery {
    private static final Logger LOG = Logger.getLogger(IssuerDiscovery.class);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration KEPT_FAILURE = Duration.ofSeconds(5);
    private static final int PATIENCE_MILLIS = 3000;
    private static final int LONGEST = 256 * 1024;

    private final WebClient client;
    private final List<Known> issuers;

    IssuerDiscovery(IssuersConfig config, Vertx vertx) {
        this.client = WebClient.create(
                new io.vertx.mutiny.core.Vertx(vertx),
                new WebClientOptions().setFollowRedirects(false).setConnectTimeout(PATIENCE_MILLIS));
        this.issuers = new TreeMap<>(config.issuers())
                .values().stream().map(Known::new).toList();
    }

    /** The first issuer's URL; absent where none is configured. */
    public Optional<String> issuer() {
        return issuers.stream().map(known -> known.issuer.url()).findFirst();
    }

    /** The first's discovery document, with addresses that apps can reach; absent while it cannot be had. Never fails. */
    public Uni<Optional<ObjectNode>> document() {
        return issuers.isEmpty() ? Uni.createFrom().item(Optional.empty()) : issuers.get(0).document;
    }

    /** Every issuer: its discovery document, or its URL alone while that cannot be had. Never fails. */
    public Uni<List<ObjectNode>> all() {
        return Multi.createFrom()
                .iterable(issuers)
                .onItem()
                .transformToUniAndConcatenate(known -> known.document.map(
                        found -> found.orElseGet(() -> ResourceJson.object().put("issuer", known.issuer.url()))))
                .collect()
                .asList();
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** An issuer, and what is known of it. */
    private final class Known {
        private final IssuersConfig.Issuer issuer;
        private final Uni<Optional<ObjectNode>> document;
        /** Until when what was found is good, in {@link System#nanoTime}. */
        private volatile long goodUntil;

        Known(IssuersConfig.Issuer issuer) {
            this.issuer = issuer;
            this.document = Uni.createFrom().deferred(this::ask).memoize().until(this::isOld);
        }

        private boolean isOld() {
            return System.nanoTime() - goodUntil > 0;
        }

        private Uni<Optional<ObjectNode>> ask() {
            String base = issuer.internalUrl().orElse(issuer.url()).replaceFirst("/$", "");
            return client.getAbs(base + "/.well-known/openid-configuration")
                    .timeout(PATIENCE_MILLIS)
                    .send()
                    .map(answer -> answer.statusCode() == 200 && answer.body().length() <= LONGEST
                            ? read(answer.body().getDelegate())
                            : Optional.<ObjectNode>empty())
                    .onFailure()
                    .invoke(failure -> LOG.debugf("the issuer cannot be asked: %s", failure.getMessage()))
                    .onFailure()
                    .recoverWithItem(Optional.empty())
                    .invoke(found ->
                            goodUntil = System.nanoTime() + (found.isPresent() ? KEPT : KEPT_FAILURE).toNanos());
        }

        private Optional<ObjectNode> read(Buffer body) {
            ObjectNode found = ResourceJson.read(body);
            if (!found.path("issuer").asText().equals(issuer.url())) {
                return Optional.empty();
            }
            issuer.internalUrl().ifPresent(internal -> makePublic(found, internal, issuer.url()));
            return Optional.of(found);
        }
    }

    /** An issuer that is asked at an internal address may name its endpoints there. */
    private static void makePublic(ObjectNode document, String internal, String url) {
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            if (member.getValue() instanceof TextNode text && text.textValue().startsWith(internal + "/")) {
                member.setValue(new TextNode(url + text.textValue().substring(internal.length())));
            }
        }
    }
}
