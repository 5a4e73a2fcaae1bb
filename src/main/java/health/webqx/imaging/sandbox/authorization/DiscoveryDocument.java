package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.util.List;

/**
 * What the sandbox says of itself (OpenID Connect Discovery 4), with SMART's {@code capabilities} beside: the FHIR server's
 * {@code smart-configuration} takes them over.
 */
final class DiscoveryDocument {
    private static final List<String> CAPABILITIES = List.of(
            "launch-ehr",
            "launch-standalone",
            "authorize-post",
            "client-public",
            "client-confidential-symmetric",
            "client-confidential-asymmetric",
            "sso-openid-connect",
            "context-banner",
            "context-ehr-patient",
            "context-standalone-patient",
            "permission-offline",
            "permission-online");

    private DiscoveryDocument() {}

    static String of(String base) {
        String issuer = base + "/sandbox";
        OIDCProviderMetadata metadata =
                new OIDCProviderMetadata(new Issuer(issuer), List.of(SubjectType.PUBLIC), URI.create(issuer + "/jwks"));
        metadata.setAuthorizationEndpointURI(URI.create(issuer + "/authorize"));
        metadata.setTokenEndpointURI(URI.create(issuer + "/token"));
        metadata.setIntrospectionEndpointURI(URI.create(issuer + "/introspect"));
        metadata.setRevocationEndpointURI(URI.create(issuer + "/revoke"));
        metadata.setResponseTypes(List.of(ResponseType.CODE));
        metadata.setGrantTypes(
                List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS));
        metadata.setCodeChallengeMethods(List.of(CodeChallengeMethod.S256));
        metadata.setTokenEndpointAuthMethods(List.of(
                ClientAuthenticationMethod.NONE,
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                ClientAuthenticationMethod.CLIENT_SECRET_POST,
                ClientAuthenticationMethod.PRIVATE_KEY_JWT));
        metadata.setTokenEndpointJWSAlgs(List.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384));
        metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.RS256));
        metadata.setClaims(List.of("sub", "fhirUser", "profile"));
        metadata.setScopes(scopes());
        metadata.setCustomParameter("capabilities", CAPABILITIES);
        return metadata.toJSONObject().toJSONString();
    }

    private static Scope scopes() {
        Scope scopes = new Scope(SampleClients.USER_SCOPES.toArray(String[]::new));
        SampleClients.SYSTEM_SCOPES.forEach(scopes::add);
        scopes.add(Scopes.DEIDENTIFIED);
        return scopes;
    }
}
