package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.Archives;
import health.webqx.imaging.pacs.PacsConnector;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The archive that an instance goes to. What is added to a study goes where the study lies already: in two archives it would
 * be whole in neither.
 */
@Startup
@ApplicationScoped
class StoreTargets {
    private final Archives archives;
    private final List<StoreRules.Rule> rules;

    /** Refuses to start with a rule that names an archive which is not there or does not store. */
    StoreTargets(Archives archives, StoreRules rules) {
        this.archives = archives;
        Map<String, StoreRules.Rule> byName = new TreeMap<>(rules.rules());
        byName.forEach((name, rule) -> {
            if (archives.find(rule.archive()).filter(PacsConnector::stores).isEmpty()) {
                throw new IllegalStateException(
                        "webqx.store-rules." + name + ".archive must name a configured archive that stores");
            }
        });
        this.rules = List.copyOf(byName.values());
    }

    /** Of a study that is nowhere yet; {@code UNAVAILABLE} where no archive stores. */
    PacsConnector ofNew(DataSet instance) {
        return rules.stream()
                .filter(rule -> isMet(rule.modalities(), instance, Tag.Modality)
                        && isMet(rule.departments(), instance, Tag.InstitutionalDepartmentName))
                .findFirst()
                .map(rule -> archives.get(rule.archive()))
                .or(() -> archives.list().stream().filter(PacsConnector::stores).findFirst())
                .orElseThrow(() -> Failure.of(FailureKind.UNAVAILABLE, "there is no archive that stores instances"));
    }

    /** Of a study that lies somewhere: the first of its archives that stores. */
    Optional<PacsConnector> among(List<PacsConnector> holders) {
        return archives.list().stream()
                .filter(PacsConnector::stores)
                .filter(archive ->
                        holders.stream().anyMatch(holder -> holder.name().equals(archive.name())))
                .findFirst();
    }

    private static boolean isMet(Optional<Set<String>> wanted, DataSet instance, int tag) {
        return wanted.isEmpty()
                || instance.string(tag)
                        .map(String::strip)
                        .filter(wanted.get()::contains)
                        .isPresent();
    }
}
