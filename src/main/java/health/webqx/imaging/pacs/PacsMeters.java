package health.webqx.imaging.pacs;

import health.webqx.imaging.passing.PassingMemory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The archives' numbers at {@code /q/metrics}, by the archives' names; connectors count for themselves and know no meter. */
@ApplicationScoped
public class PacsMeters {
    private static final List<String> OUTCOMES = List.of("answered", "failed", "late", "refused", "left");

    private final Archives archives;
    private final MeterRegistry registry;

    PacsMeters(Archives archives, MeterRegistry registry) {
        this.archives = archives;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        archives.list().forEach(this::register);
        Gauge.builder("webqx.pacs.passing.bytes", PassingMemory::bytes)
                .description("Memory outside the heap for what passes from archives to callers")
                .register(registry);
    }

    private void register(PacsConnector archive) {
        for (String outcome : OUTCOMES) {
            FunctionCounter.builder("webqx.pacs.calls", archive, each -> calls(each, outcome))
                    .description("Calls to an archive, by how they ended")
                    .tags("archive", archive.name(), "outcome", outcome)
                    .register(registry);
        }
        counter(archive, "webqx.pacs.retries", "Calls made again", each -> each.retries());
        counter(archive, "webqx.pacs.bytes", "Bytes that came from an archive", each -> each.bytes());
        counter(archive, "webqx.pacs.seconds", "Time that calls to an archive took together", each -> each.seconds());
        gauge(archive, "webqx.pacs.under.way", "Calls to an archive that have not ended", each -> each.underWay());
        gauge(archive, "webqx.pacs.up", "1 while an archive's calls succeed", each -> each.isUsable() ? 1 : 0);
    }

    private static double calls(PacsConnector archive, String outcome) {
        return archive.condition().calls().getOrDefault(outcome, 0L);
    }

    private void counter(
            PacsConnector archive, String name, String description, ToDoubleFunction<PacsCondition> value) {
        FunctionCounter.builder(name, archive, each -> value.applyAsDouble(each.condition()))
                .description(description)
                .tags("archive", archive.name())
                .register(registry);
    }

    private void gauge(PacsConnector archive, String name, String description, ToDoubleFunction<PacsCondition> value) {
        Gauge.builder(name, archive, each -> value.applyAsDouble(each.condition()))
                .description(description)
                .tags("archive", archive.name())
                .register(registry);
    }
}
