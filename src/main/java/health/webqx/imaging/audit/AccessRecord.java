package health.webqx.imaging.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One access or refusal, as it will be written down.
 *
 * @param when the moment of the decision
 * @param interaction what was asked for
 * @param outcome how it ended
 * @param agent who asked
 * @param patients ids of the patients whose records were touched or asked for; one event is written for each, or one
 *     without a patient when empty
 * @param resource reference {@code Type/id} or {@code Type} of what was touched
 * @param study StudyInstanceUID of a DICOMweb access
 * @param rawQuery the query string of a search as it came
 * @param requestId the caller's {@code X-Request-Id}, or ours
 * @param images what it was to the patients' images
 * @param purposes for what the token was given: codes of {@code v3-ActReason}
 * @param emergency why the caller had broken the glass for one of the patients, where that is so (purpose {@code BTG})
 * @param deidentified whether it was given without what tells whose it is
 */
public record AccessRecord(
        Instant when,
        RestInteraction interaction,
        Outcome outcome,
        Agent agent,
        Set<String> patients,
        String resource,
        Optional<String> study,
        Optional<String> rawQuery,
        String requestId,
        ImageUse images,
        Set<String> purposes,
        Optional<String> emergency,
        boolean deidentified) {

    /**
     * How an access ended.
     *
     * @param code of R4's {@code audit-event-outcome}: 0 success, 4 minor failure, 8 serious failure
     * @param description why, without patient data; empty for a success
     */
    public record Outcome(int code, String description) {
        /** The caller got what was asked for. */
        public static final Outcome SUCCESS = new Outcome(0, "");

        /** The caller was refused, or asked wrongly. */
        public static Outcome refused(String why) {
            return new Outcome(4, why);
        }

        /** The server or an archive failed. */
        public static Outcome failed(String why) {
            return new Outcome(8, why);
        }
    }

    /**
     * Who asked.
     *
     * @param user reference or subject of the person; empty for a caller without a trusted token
     * @param client {@code client_id} of the app; empty likewise
     * @param tokenId {@code jti} of the token, or the last 32 characters of an opaque one; empty likewise
     * @param address network address the request came from
     * @param userAgent the {@code User-Agent} header, its first 500 characters; may be empty
     */
    public record Agent(String user, String client, String tokenId, String address, String userAgent) {
        /** A large transaction repeats it thousands of times. */
        private static final int LONGEST_USER_AGENT = 500;

        /** What an issuer or a caller says of itself may hold what no text in a database can. */
        public Agent {
            user = storable(user);
            client = storable(client);
            tokenId = storable(tokenId);
            address = storable(address);
            userAgent = storable(userAgent.substring(0, Math.min(userAgent.length(), LONGEST_USER_AGENT)));
        }

        private static String storable(String text) {
            return text.replace('\0', '\uFFFD');
        }
    }
}
