package health.webqx.imaging.pacs;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.dicomweb.DicomWebArchive;
import health.webqx.imaging.pacs.dicoogle.DicoogleArchive;
import health.webqx.imaging.pacs.directory.DirectoryArchive;
import health.webqx.imaging.pacs.orthanc.OrthancArchive;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * The archives that are configured and enabled. The application does not start when one is configured wrongly; none is
 * asked anything before it is used.
 */
@Startup
@ApplicationScoped
public class Archives {
    private final List<PacsDefinition> definitions;
    private final Map<String, PacsConnector> connectors;

    @Inject
    Archives(PacsSettings settings, Config config, Vertx vertx) {
        this(PacsDefinitions.read(settings, name -> config.getOptionalValue(name, String.class)), vertx);
    }

    private Archives(List<PacsDefinition> read, Vertx vertx) {
        definitions = read.stream()
                .sorted(Comparator.comparing(PacsDefinition::primary).reversed().thenComparing(PacsDefinition::name))
                .toList();
        connectors = definitions.stream()
                .map(definition -> connector(definition, vertx))
                .collect(Collectors.toUnmodifiableMap(PacsConnector::name, Function.identity()));
    }

    static PacsConnector connector(PacsDefinition definition, Vertx vertx) {
        return switch (definition.type()) {
            case ORTHANC -> new OrthancArchive(definition, vertx);
            case DICOMWEB, POSTDICOM -> new DicomWebArchive(definition, vertx);
            case DICOOGLE -> new DicoogleArchive(definition, vertx);
            case DIRECTORY -> new DirectoryArchive(definition);
        };
    }

    /** All of them, the primary one first, then by name. */
    public List<PacsConnector> list() {
        return definitions.stream().map(definition -> get(definition.name())).toList();
    }

    /**
     * Those of the named archives that are configured, in the order in which they are to be asked: those that answer before
     * those that failed last, the primary one first, of others the one with the fewest calls under way, so that they share
     * the load.
     */
    public List<PacsConnector> inOrder(Collection<String> names) {
        List<PacsConnector> named = new ArrayList<>(list());
        named.removeIf(archive -> !names.contains(archive.name()));
        if (named.size() < 2) {
            return List.copyOf(named);
        }
        Collections.shuffle(named);
        return named.stream()
                .map(this::ranked)
                .sorted(Comparator.comparing(Ranked::failing)
                        .thenComparing(Ranked::secondary)
                        .thenComparing(Ranked::underWay))
                .map(Ranked::archive)
                .toList();
    }

    /** As an archive was when its place was found, for that may change while they are compared. */
    private record Ranked(PacsConnector archive, boolean failing, boolean secondary, int underWay) {}

    private Ranked ranked(PacsConnector archive) {
        PacsCondition condition = archive.condition();
        return new Ranked(archive, !condition.isUsable(), !isPrimary(archive), condition.underWay());
    }

    private boolean isPrimary(PacsConnector archive) {
        return definitions.stream()
                .anyMatch(
                        definition -> definition.primary() && definition.name().equals(archive.name()));
    }

    /** How the archives are configured, in the order of {@link #list}. */
    public List<PacsDefinition> definitions() {
        return definitions;
    }

    /** The archive of that name; {@code NOT_FOUND} when there is none. */
    public PacsConnector get(String name) {
        return find(name).orElseThrow(() -> Failure.of(FailureKind.NOT_FOUND, "There is no archive of that name."));
    }

    /** The archive of that name, if it is configured and enabled. */
    public Optional<PacsConnector> find(String name) {
        return Optional.ofNullable(connectors.get(name));
    }

    @PreDestroy
    void close() {
        connectors.values().forEach(PacsConnector::close);
    }
}
