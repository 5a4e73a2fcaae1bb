package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.OIDCError;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads authorization requests (SMART 2.2 app launch). What is wrong before client and redirect are known is for the person
 * to read; what is wrong after that goes to the app, as an exception that carries its redirect.
 */
final class AuthorizationReader {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int LONGEST_TEXT = 2000;

    private final Registrations registrations;
    private final Expiring<Launched> launches;
    private final Set<String> audience;

    /** A launch that the simulator began, for one app. */
    record Launched(String client, Launch launch) {}

    /** @param audience the addresses of the FHIR server that {@code aud} may name */
    AuthorizationReader(Registrations registrations, Expiring<Launched> launches, Set<String> audience) {
        this.registrations = registrations;
        this.launches = launches;
        this.audience = Set.copyOf(audience);
    }

    Asked read(Form form) throws GeneralException {
        Client client = form.single("client_id")
                .flatMap(registrations::find)
                .orElseThrow(() -> forPerson("client_id is not one of an app that is registered here"));
        String redirect = form.single("redirect_uri")
                .filter(client.redirectUris()::contains)
                .orElseThrow(() -> forPerson("redirect_uri is not one that the app was registered with"));
        Refusals refusals = new Refusals(client, URI.create(redirect), state(form));
        try {
            return read(form, AuthorizationRequest.parse(form.fields()), client, refusals);
        } catch (ParseException e) {
            throw refusals.of(Optional.ofNullable(e.getErrorObject()).orElse(OAuth2Error.INVALID_REQUEST));
        }
    }

    private Asked read(Form form, AuthorizationRequest request, Client client, Refusals refusals)
            throws GeneralException {
        requireProtocol(request, refusals);
        State state = refusals.state().orElseThrow(() -> refusals.invalid("state is needed"));
        if (form.find("aud")
                .or(() -> form.find("audience"))
                .filter(audience::contains)
                .isEmpty()) {
            throw refusals.invalid("aud is not this server's FHIR address");
        }
        List<String> scopes = Scopes.grantable(Scopes.split(form.find("scope").orElse("")), client, false);
        Optional<Launch> launch = launch(form, client, scopes, refusals);
        List<String> granted = launch.isPresent()
                ? scopes
                : scopes.stream().filter(scope -> !scope.equals("launch")).toList();
        if (granted.isEmpty()) {
            throw refusals.of(OAuth2Error.INVALID_SCOPE);
        }
        return new Asked(
                client,
                refusals.redirect(),
                state.getValue(),
                granted,
                form.find("nonce"),
                request.getCodeChallenge().getValue(),
                launch);
    }

    private static void requireProtocol(AuthorizationRequest request, Refusals refusals) throws GeneralException {
        if (!ResponseType.CODE.equals(request.getResponseType())) {
            throw refusals.of(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE);
        } else if (request.specifiesRequestObject()) {
            throw refusals.of(OAuth2Error.REQUEST_NOT_SUPPORTED);
        } else if (request.getResponseMode() != null && !ResponseMode.QUERY.equals(request.getResponseMode())) {
            throw refusals.invalid("response_mode can be query only");
        } else if (request.getCodeChallenge() == null
                || !CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())
                || !CHALLENGE.matcher(request.getCodeChallenge().getValue()).matches()) {
            throw refusals.invalid("a code_challenge by S256 is needed");
        } else if (request.getPrompt() != null && request.getPrompt().toString().contains("none")) {
            throw refusals.of(OIDCError.LOGIN_REQUIRED);
        }
    }

    /** Used up by the first request that could be answered. */
    private Optional<Launch> launch(Form form, Client client, List<String> scopes, Refusals refusals)
            throws GeneralException {
        Optional<String> name = form.find("launch");
        if (name.isEmpty()) {
            return Optional.empty();
        } else if (!scopes.contains("launch")) {
            throw refusals.of(OAuth2Error.INVALID_SCOPE.setDescription("a launch needs the scope launch"));
        }
        return Optional.of(launches.take(name.get())
                .filter(launched -> launched.client().equals(client.id()))
                .map(Launched::launch)
                .orElseThrow(() -> refusals.invalid("launch is not known, or was used")));
    }

    private static Optional<State> state(Form form) {
        return form.single("state")
                .filter(state -> state.length() <= LONGEST_TEXT)
                .map(State::new);
    }

    private static GeneralException forPerson(String why) {
        return new GeneralException(why, OAuth2Error.INVALID_REQUEST.setDescription(why));
    }

    /** Refusals that the app is told of. */
    private record Refusals(Client client, URI redirect, Optional<State> state) {
        GeneralException of(ErrorObject error) {
            return new GeneralException(
                    error.getCode(), error, new ClientID(client.id()), redirect, ResponseMode.QUERY, orNull(state));
        }

        GeneralException invalid(String why) {
            return of(OAuth2Error.INVALID_REQUEST.setDescription(why));
        }

        private static @Nullable State orNull(Optional<State> state) {
            return state.orElse(null);
        }
    }
}
