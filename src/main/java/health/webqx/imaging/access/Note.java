package health.webqx.imaging.access;

import health.webqx.imaging.audit.AccessRecord;
import health.webqx.imaging.audit.AuditLog;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the journal is told of something that a caller may do. Work that writes puts it into its own transaction, so that
 * there is no write without its record and no record without its write; of other work the {@link Gate} writes it down
 * afterwards. Work that used its note and failed may not go on to succeed in another way.
 *
 * @param <D> what is told of: a {@link Disclosure}, or the {@link Disclosures} of several requests
 */
public final class Note<D> {
    private final AuditLog audit;
    private final Function<D, List<AccessRecord>> records;
    private volatile Optional<List<AccessRecord>> used = Optional.empty();

    Note(AuditLog audit, Function<D, List<AccessRecord>> records) {
        this.audit = audit;
        this.records = records;
    }

    /** What is to stand in the journal once this is done; when it is tried again, the last one counts. */
    public List<Buffer> of(D disclosed) {
        List<AccessRecord> accesses = records.apply(disclosed);
        used = Optional.of(accesses);
        return audit.entries(accesses);
    }

    /** What was written down by the work itself, when it was. */
    Optional<List<AccessRecord>> used() {
        return used;
    }

    List<AccessRecord> records(D disclosed) {
        return records.apply(disclosed);
    }
}
