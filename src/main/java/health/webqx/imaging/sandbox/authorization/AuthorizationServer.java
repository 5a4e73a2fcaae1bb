package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.sandbox.SandboxConfig;
import health.webqx.imaging.store.ResourceStore;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** The addresses of the authorization server, each with what answers there. */
public final class AuthorizationServer {
    private static final Logger LOG = Logger.getLogger(AuthorizationServer.class);
    private static final int LARGEST_FORM = 16 * 1024;
    private static final int MOST_LAUNCHES = 1000;

    private final String base;
    private final SandboxKey key;
    private final SampleClients samples;
    private final Registrations registrations;
    private final People people;
    private final Grants grants;

    /**
     * Reads what it kept, or begins; blocks.
     *
     * @param base this server's address, without a path
     */
    public AuthorizationServer(String base, SandboxConfig config, SandboxKey key, ResourceStore store) {
        this.base = base;
        this.key = key;
        this.samples = new SampleClients(base, config.folder());
        this.registrations = new Registrations(samples, config);
        this.people = new People(store);
        this.grants = new Grants(new GrantFile(config.folder()));
    }

    /** Opens its addresses. */
    public void register(Router router) {
        open(router, "/sandbox/.well-known/openid-configuration", DiscoveryDocument.of(base));
        open(router, "/sandbox/jwks", key.jwks());
        open(router, "/sandbox/sample-backend/jwks", samples.backendJwks());
        String style = style();
        router.get("/sandbox/style.css").handler(request -> request.response()
                .putHeader("Content-Type", "text/css; charset=utf-8")
                .end(style));

        Codes codes = new Codes(grants);
        ClientProof proof = new ClientProof(registrations, URI.create(base + "/sandbox/token"));
        endpoint(router, "token", new TokenEndpoint(proof, codes, grants, new TokenIssuer(base, key, grants)));
        endpoint(router, "introspect", new IntrospectionEndpoint(proof, key, grants));
        endpoint(router, "revoke", new RevocationEndpoint(proof, key, grants));

        Expiring<AuthorizationReader.Launched> launches = new Expiring<>(MOST_LAUNCHES);
        AuthorizationReader reader =
                new AuthorizationReader(registrations, launches, Set.of(base + "/fhir", base + "/fhir/"));
        AuthorizationPages pages = new AuthorizationPages(reader, people, grants, codes, base.startsWith("https:"));
        page(router, HttpMethod.GET, "authorize", pages::authorize);
        page(router, HttpMethod.POST, "authorize", pages::authorize);
        page(router, HttpMethod.POST, "authorize/answer", pages::answer);
        LaunchSimulator simulator = new LaunchSimulator(base, registrations, people, launches);
        page(router, HttpMethod.GET, "launch", simulator::show);
        page(router, HttpMethod.POST, "launch", simulator::launch);
    }

    /** For everybody, from any origin. */
    private static void open(Router router, String path, String json) {
        router.get(path).handler(request -> {
            request.response().putHeader("Access-Control-Allow-Origin", "*");
            Answers.json(request, 200, json);
        });
    }

    private static void page(Router router, HttpMethod method, String name, Handler<RoutingContext> handler) {
        router.route(method, "/sandbox/" + name)
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM))
                .blockingHandler(request -> visit(request, handler), false);
    }

    /** The store may not answer: then nobody is told more than that. */
    private static void visit(RoutingContext request, Handler<RoutingContext> page) {
        try {
            page.handle(request);
        } catch (Failure failure) {
            Answers.page(
                    request, failure.kind().status(), Pages.problem("This cannot be done now. Try again."), List.of());
        }
    }

    private void endpoint(Router router, String name, Endpoint endpoint) {
        URI address = URI.create(base + "/sandbox/" + name);
        router.route(address.getPath()).handler(new CrossOrigin(registrations));
        router.post(address.getPath())
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM))
                .blockingHandler(request -> answer(request, address, endpoint), false);
    }

    private static void answer(RoutingContext request, URI address, Endpoint endpoint) {
        Form form = Form.of(request);
        Optional<String> authorization = Optional.ofNullable(request.request().getHeader("Authorization"));
        try {
            Answers.of(request, endpoint.answer(form, form.post(address, authorization)));
        } catch (ParseException refusal) {
            Answers.refuse(request, refusal.getErrorObject());
        } catch (GeneralException refusal) {
            LOG.debugf("refused at %s: %s", address.getPath(), refusal.getErrorObject());
            Answers.refuse(request, refusal.getErrorObject());
        }
    }

    private static String style() {
        try (InputStream style = Objects.requireNonNull(AuthorizationServer.class.getResourceAsStream("style.css"))) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
