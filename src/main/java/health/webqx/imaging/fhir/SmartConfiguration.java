package health.webqx.imaging.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.token.IssuersConfig.AssociatedEndpoint;
import health.webqx.imaging.resource.ResourceJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where apps get tokens, and what this server understands of them (SMART 2.2 conformance, {@code smart-configuration}). */
final class SmartConfiguration {
    /** Of the issuer's discovery document, what SMART names likewise. */
    private static final List<String> OF_THE_ISSUER = List.of(
            "jwks_uri",
            "authorization_endpoint",
            "token_endpoint",
            "token_endpoint_auth_methods_supported",
            "token_endpoint_auth_signing_alg_values_supported",
            "grant_types_supported",
            "registration_endpoint",
            "scopes_supported",
            "response_types_supported",
            "introspection_endpoint",
            "revocation_endpoint",
            "management_endpoint",
            "associated_endpoints");

    private static final Set<String> OWN_CAPABILITIES =
            Set.of("permission-patient", "permission-user", "permission-v1", "permission-v2");

    private SmartConfiguration() {}

    /**
     * The document.
     *
     * @param issuer the issuer's URL
     * @param discovered what it says of itself, while it can be had
     * @param all what every issuer says of itself
     * @param associated other FHIR servers that the same tokens are for
     * @param understood scopes that this server understands, whether the issuer tells of them or not
     */
    static ObjectNode of(
            Optional<String> issuer,
            Optional<ObjectNode> discovered,
            List<ObjectNode> all,
            List<AssociatedEndpoint> associated,
            Set<String> understood) {
        ObjectNode configuration = ResourceJson.object();
        issuer.ifPresent(url -> configuration.put("issuer", url));
        Set<String> capabilities = new TreeSet<>(OWN_CAPABILITIES);
        discovered.ifPresent(document -> {
            for (String name : OF_THE_ISSUER) {
                JsonNode value = document.get(name);
                if (value != null && !value.isNull()) {
                    configuration.set(name, value);
                }
            }
            document.path("capabilities").forEach(capability -> capabilities.add(capability.asText()));
        });
        configuration.putArray("code_challenge_methods_supported").add("S256");
        ArrayNode list = configuration.putArray("capabilities");
        capabilities.forEach(list::add);
        understood(configuration, understood);
        issuers(configuration, all);
        associated(configuration, associated);
        return configuration;
    }

    /** The list that is there is the issuer's own, and stays as it is. */
    private static void understood(ObjectNode configuration, Set<String> understood) {
        Set<String> scopes = new LinkedHashSet<>();
        configuration.path("scopes_supported").forEach(scope -> scopes.add(scope.asText()));
        scopes.addAll(understood);
        if (!scopes.isEmpty()) {
            ArrayNode list = configuration.putArray("scopes_supported");
            scopes.forEach(list::add);
        }
    }

    /** An element of our own, for SMART knows one issuer: the endpoints of each. */
    private static void issuers(ObjectNode configuration, List<ObjectNode> all) {
        ArrayNode issuers = configuration.putArray("issuers");
        for (ObjectNode document : all) {
            ObjectNode issuer = issuers.addObject();
            document.properties().stream()
                    .filter(member -> member.getKey().equals("issuer") || OF_THE_ISSUER.contains(member.getKey()))
                    .forEach(member -> issuer.set(member.getKey(), member.getValue()));
        }
    }

    private static void associated(ObjectNode configuration, List<AssociatedEndpoint> associated) {
        if (associated.isEmpty()) {
            return;
        }
        ArrayNode endpoints = configuration.putArray("associated_endpoints");
        for (AssociatedEndpoint each : associated) {
            ArrayNode capabilities =
                    endpoints.addObject().put("url", each.url()).putArray("capabilities");
            each.capabilities().orElse(List.of()).forEach(capabilities::add);
        }
    }
}
