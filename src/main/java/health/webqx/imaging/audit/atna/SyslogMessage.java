package health.webqx.imaging.audit.atna;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An event as a syslog message (RFC 5424 6, DICOM PS3.15 A.6), framed by its length in octets (RFC 5425 4.3). */
public final class SyslogMessage {
    /** Facility 10 (security), severity 5 (normal but significant). */
    private static final String PRIORITY_AND_VERSION = "<85>1";

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int LONGEST_HOST = 255;

    private final String host;

    /** @param base address of this server, whose host the messages name */
    public SyslogMessage(String base) {
        this.host = host(base);
    }

    /** The message of an AuditEvent that this server wrote. */
    public Buffer of(ObjectNode event) {
        String message = String.join(
                " ",
                PRIORITY_AND_VERSION,
                event.path("recorded").asText(),
                host,
                "webqx-imaging",
                "-",
                "DICOM+RFC3881",
                "-",
                BYTE_ORDER_MARK + AuditMessage.of(event));
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(bytes.length + " ").appendBytes(bytes);
    }

    private static String host(String base) {
        String named = base.isEmpty() ? null : URI.create(base).getHost();
        boolean printable = named != null && named.length() <= LONGEST_HOST && named.matches("[!-~]+");
        return printable && named != null ? named : "-";
    }
}
