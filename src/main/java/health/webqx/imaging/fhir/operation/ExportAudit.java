package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.audit.atna.SyslogMessage;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.search.ExportQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Our operation {@code $export-syslog} on AuditEvent: the events as audit messages for another audit repository (DICOM PS3.15
 * A.5 and A.6, RFC 5424), read as fast as they are taken. As NDJSON they are had by {@code $export}.
 */
@ApplicationScoped
public class ExportAudit {
    private static final Set<String> PARAMETERS = Set.of("_since", "_until");

    private final Gate gate;
    private final ResourceStore store;
    private final SyslogMessage message;

    ExportAudit(Gate gate, ResourceStore store, @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.store = store;
        this.message = new SyslogMessage(baseUrl.orElse(""));
    }

    /** The messages one after the other; {@code FORBIDDEN} to who may not see all events. */
    public Uni<Multi<Buffer>> perform(Visit visit, OperationInput input, boolean strict) {
        input.requireKnown(PARAMETERS, strict);
        OptionalLong since = input.one("_since")
                .map(text -> OptionalLong.of(instant("_since", text)))
                .orElse(OptionalLong.empty());
        long until = input.one("_until").map(text -> instant("_until", text)).orElseGet(() -> Instant.now()
                .toEpochMilli());
        ExportQuery query = new ExportQuery("AuditEvent", false, Set.of(), since, until);
        return gate.pass(visit, AccessRequest.onAny(RestInteraction.OPERATION, "AuditEvent"), permit -> {
            VerifyAudit.requireAll(permit);
            Multi<Buffer> messages = store.exported(query, permit.reach(), 0, Long.MAX_VALUE)
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .map(event -> message.of(ResourceJson.readStored(event)));
            return store.exportedPatients(query, permit.reach(), 0, Long.MAX_VALUE)
                    .map(patients -> Disclosure.of(messages, patients));
        });
    }

    private static long instant(String name, String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw Failure.at(FailureKind.INVALID, name, "not an instant, as in 2026-11-24T10:00:00Z");
        }
    }
}
