package health.webqx.imaging.pacs;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Predicate;

/** The contract before a double of PostDICOM: DICOMweb with an account's key in a header that the account names. */
class PostDicomArchiveTest extends DicomWebContract {
    @Override
    PacsType type() {
        return PacsType.POSTDICOM;
    }

    @Override
    Credentials credentials() {
        return new SecretsReader("", new ArrayList<>()).apiKey("k-1", Optional.of("X-Account-Key"), Optional.of("Key"));
    }

    @Override
    Predicate<HttpServerRequest> admission() {
        return request -> "Key k-1".equals(request.getHeader("X-Account-Key"));
    }
}
