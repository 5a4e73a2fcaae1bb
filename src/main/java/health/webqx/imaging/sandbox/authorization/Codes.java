package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Authorization codes: good for a minute, once, for the client, the redirect and the verifier they were made for. One that
 * comes again ends what it gave (RFC 6749 4.1.2, 10.5). Thread-safe.
 */
final class Codes {
    private static final Duration GOOD = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST = 10_000;

    private final Expiring<Code> codes = new Expiring<>(MOST);
    private final Grants grants;

    private record Code(
            String grant, String client, String redirect, String challenge, Instant until, AtomicBoolean used) {}

    Codes(Grants grants) {
        this.grants = grants;
    }

    /** A code for a grant. */
    String issue(Asked asked, Grant grant) {
        String code = Unguessable.next();
        codes.put(
                Unguessable.digest(code),
                new Code(
                        grant.id(),
                        grant.client(),
                        asked.redirect().toString(),
                        asked.challenge(),
                        Instant.now().plus(GOOD),
                        new AtomicBoolean()),
                REMEMBERED);
        return code;
    }

    /** The grant that a code stands for. Whoever holds it may try once: after any attempt by its client it is used up. */
    Optional<Grant> redeem(String text, String client, Optional<URI> redirect, Optional<CodeVerifier> verifier) {
        Optional<Code> found = codes.find(Unguessable.digest(text))
                .filter(code -> code.client().equals(client));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Code code = found.get();
        boolean good = !code.used().getAndSet(true)
                && Instant.now().isBefore(code.until())
                && redirect.map(URI::toString).filter(code.redirect()::equals).isPresent()
                && verifier.filter(given -> isVerified(code, given)).isPresent();
        if (!good) {
            grants.end(code.grant());
            return Optional.empty();
        }
        return grants.find(code.grant());
    }

    private static boolean isVerified(Code code, CodeVerifier verifier) {
        return Unguessable.same(
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue(), code.challenge());
    }
}
