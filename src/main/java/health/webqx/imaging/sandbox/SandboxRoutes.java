package health.webqx.imaging.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.sandbox.authorization.AuthorizationServer;
import health.webqx.imaging.sandbox.authorization.SandboxKey;
import health.webqx.imaging.store.ResourceStore;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Opens the sandbox authorization server, and beside it {@code POST /sandbox/issue}, which gives anybody the token they
 * describe. Outside of demo, dev and test neither is there.
 */
@ApplicationScoped
public class SandboxRoutes {
    private static final int DEFAULT_LIFETIME = 3600;
    private static final int LARGEST_FORM = 16 * 1024;

    private final SandboxConfig config;
    private final ResourceStore store;
    private final String base;

    SandboxRoutes(
            SandboxConfig config,
            ResourceStore store,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.config = config;
        this.store = store;
        this.base = baseUrl.orElse("");
    }

    void register(@Observes Router router) {
        if (!config.enabled()) {
            return;
        }
        if (LaunchMode.current() == LaunchMode.NORMAL && !ConfigUtils.isProfileActive("demo")) {
            throw new IllegalStateException("webqx.sandbox.enabled is for the demo profile only");
        }
        SandboxKey key = SandboxKey.in(config.folder());
        new AuthorizationServer(base, config, key, store).register(router);
        router.post("/sandbox/issue")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM))
                .handler(request -> issue(request, key));
    }

    private String issuer() {
        return base + "/sandbox";
    }

    private void issue(RoutingContext request, SandboxKey key) {
        MultiMap form = request.request().formAttributes();
        String scope = form.get("scope");
        if (scope == null || scope.isBlank()) {
            refuse(request, "scope is missing");
            return;
        }
        try {
            int lifetime = lifetime(form);
            Optional<ObjectNode> context = Optional.ofNullable(form.get("fhir_context"))
                    .map(json -> ResourceJson.read(Buffer.buffer("{\"fhirContext\":" + json + "}")));
            JWTClaimsSet claims = claims(form, scope, lifetime, context);
            json(request, 200, ResourceJson.write(answer(form, scope, lifetime, context, key.sign(claims))));
        } catch (Failure | NumberFormatException e) {
            refuse(request, "expires_in is not a number of seconds, or fhir_context is not JSON");
        }
    }

    private static int lifetime(MultiMap form) {
        String seconds = form.get("expires_in");
        return seconds == null ? DEFAULT_LIFETIME : Integer.parseInt(seconds);
    }

    private JWTClaimsSet claims(MultiMap form, String scope, int lifetime, Optional<ObjectNode> context) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(base + "/fhir")
                .subject(subject(form))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(lifetime)))
                .claim("client_id", clientId(form))
                .claim("scope", scope);
        for (String name : List.of("patient", "fhirUser")) {
            Optional.ofNullable(form.get(name)).ifPresent(value -> claims.claim(name, value));
        }
        context.ifPresent(
                given -> claims.claim("fhirContext", given.get("fhirContext").toString()));
        return claims.build();
    }

    private static ObjectNode answer(
            MultiMap form, String scope, int lifetime, Optional<ObjectNode> context, String token) {
        ObjectNode answer = ResourceJson.object();
        answer.put("access_token", token);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", lifetime);
        answer.put("scope", scope);
        Optional.ofNullable(form.get("patient")).ifPresent(patient -> answer.put("patient", patient));
        context.ifPresent(given -> answer.set("fhirContext", given.get("fhirContext")));
        return answer;
    }

    private static String subject(MultiMap form) {
        return Optional.ofNullable(form.get("fhirUser"))
                .or(() -> Optional.ofNullable(form.get("patient")).map(patient -> "Patient/" + patient))
                .orElseGet(() -> clientId(form));
    }

    private static String clientId(MultiMap form) {
        return Optional.ofNullable(form.get("client_id")).orElse("sandbox-app");
    }

    private static void refuse(RoutingContext request, String why) {
        ObjectNode error = ResourceJson.object();
        error.put("error", OAuth2Error.INVALID_REQUEST.getCode());
        error.put("error_description", why);
        json(request, 400, ResourceJson.write(error));
    }

    private static void json(RoutingContext request, int status, Buffer body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Access-Control-Allow-Origin", "*")
                .end(body);
    }
}
