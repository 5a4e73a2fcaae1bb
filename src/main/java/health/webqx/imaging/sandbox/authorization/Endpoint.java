package health.webqx.imaging.sandbox.authorization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import java.util.Optional;

/** An address that programs post a form to. May block. */
interface Endpoint {
    /**
     * Answers.
     *
     * @return the JSON of a 200, or nothing for a 200 without a body
     * @throws GeneralException with the error of RFC 6749 5.2 that the client is told
     */
    Optional<ObjectNode> answer(Form form, HTTPRequest request) throws GeneralException;
}
