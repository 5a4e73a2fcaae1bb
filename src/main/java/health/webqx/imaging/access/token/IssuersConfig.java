package health.webqx.imaging.access.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The authorization servers whose tokens are trusted. */
@ConfigMapping(prefix = "webqx.auth")
public interface IssuersConfig {
    /** The issuers, by a name of the operator's choice. */
    Map<String, Issuer> issuers();

    /** Other FHIR servers that the same tokens are for, such as the clinical one (SMART 2.2 {@code associated_endpoints}). */
    Optional<List<AssociatedEndpoint>> associatedEndpoints();

    /** What an issuer's tokens are, and how they are checked. */
    enum Tokens {
        /** JWTs, by the issuer's keys (RFC 9068). */
        JWT,
        /** JWTs, by the keys and by asking the issuer, too: one that was revoked is refused at once. */
        JWT_INTROSPECTED,
        /** Anything, by asking the issuer (RFC 7662). */
        OPAQUE
    }

    /** One authorization server. */
    interface Issuer {
        /** The {@code iss} of its tokens; discovery is below it (OpenID Connect Discovery 4). */
        String url();

        /** Where this server reaches it, when that is not its public URL. */
        Optional<String> internalUrl();

        /** What {@code aud} may contain; this server's FHIR and DICOMweb base URLs unless set. */
        Optional<List<String>> audience();

        /** Whether a token that the issuer is asked about must name its audience. */
        @WithDefault("true")
        boolean audienceRequired();

        /** How its tokens are checked. */
        @WithDefault("jwt")
        Tokens tokens();

        /** Where it is asked about tokens; needed where it is asked. */
        Optional<String> introspectionUrl();

        /** As whom it is asked: a client's id and secret, by HTTP Basic. */
        Optional<String> clientId();

        /** The client's secret. */
        Optional<String> clientSecret();

        /**
         * How long an answer about a token counts; never beyond the token's end, and not at all for one without end. A revoked
         * token may be served for that long.
         */
        @WithDefault("0s")
        Duration introspectionCache();

        /** How long is waited for an answer about a token; then the request is refused with 503. */
        @WithDefault("2s")
        Duration introspectionTimeout();

        /** What its opaque tokens begin with; needed where several issuers have opaque ones. */
        Optional<String> tokenPrefix();

        /** The claims that hold the user's roles, as texts or lists of them, beside IHE IUA's {@code subject_role}. */
        Optional<List<String>> roleClaims();
    }

    /** Another FHIR server. */
    interface AssociatedEndpoint {
        /** Its FHIR base URL. */
        String url();

        /** Its SMART capabilities, such as {@code context-passthrough-patient}. */
        Optional<List<String>> capabilities();
    }
}
