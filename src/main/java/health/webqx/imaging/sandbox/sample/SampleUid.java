package health.webqx.imaging.sandbox.sample;

import health.webqx.imaging.dicom.Uid;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** UIDs of the sample studies: derived from a name by way of a UUID (PS3.5 B.2), so that they are the same each time. */
final class SampleUid {
    private static final String NAMESPACE = "https://webqx.health/sandbox/dicom/";

    private SampleUid() {}

    static Uid of(String name) {
        UUID uuid = UUID.nameUUIDFromBytes((NAMESPACE + name).getBytes(StandardCharsets.UTF_8));
        return Uid.of("2.25." + new BigInteger(uuid.toString().replace("-", ""), 16));
    }
}
