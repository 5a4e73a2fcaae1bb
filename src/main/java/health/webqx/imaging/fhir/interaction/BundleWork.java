package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.fhir.bundle.BundleReader;
import health.webqx.imaging.fhir.bundle.PreferredReturn;
import health.webqx.imaging.fhir.bundle.ResponseBundle;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A Bundle that comes to the FHIR base itself: a batch or a transaction (R4 3.1.0.11). */
@ApplicationScoped
public class BundleWork {
    private final Gate gate;
    private final Batch batch;
    private final Transaction transaction;
    private final BundleReader reader;

    BundleWork(
            Gate gate,
            Batch batch,
            Transaction transaction,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.batch = batch;
        this.transaction = transaction;
        this.reader = new BundleReader(baseUrl.orElse("") + "/fhir/");
    }

    /**
     * What became of the entries, as a Bundle. Nobody's Bundle is read: without a trusted token it fails first.
     *
     * @param preferred what comes along of what is written
     */
    public Uni<Buffer> perform(Visit visit, byte[] body, PreferredReturn preferred) {
        return gate.requireCaller(visit, AccessRequest.create("Bundle"))
                .chain(() -> Uni.createFrom()
                        .item(() -> reader.read(body))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .flatMap(work -> (work.atomic()
                                ? transaction.perform(visit, work.entries(), preferred)
                                : batch.perform(visit, work.entries(), preferred))
                        .map(results -> ResponseBundle.of(work.atomic(), results)));
    }
}
