package health.webqx.imaging.pacs;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What an archive wants to know of this server before it answers. None of it is ever written out. */
public sealed interface Credentials {
    /** The same headers with each call: HTTP Basic, an API key, nothing. */
    record Headers(Map<String, String> headers) implements Credentials {
        public Headers {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "headers";
        }
    }

    /**
     * A bearer token got for a client's own secret (RFC 6749 4.4).
     *
     * @param tokenUrl where tokens are given out
     */
    record ClientSecret(URI tokenUrl, String clientId, String secret, Optional<String> scope) implements Credentials {
        @Override
        public String toString() {
            return "client secret";
        }
    }

    /** A name and a password that the archive gives a token of its own for. */
    record Login(String username, String password) implements Credentials {
        @Override
        public String toString() {
            return "login";
        }
    }
}
