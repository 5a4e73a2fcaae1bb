package health.webqx.imaging.dicomweb;

import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.PacsQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What archives add to the rows of one answer. They are asked for studies that are in the caller's reach and for nothing
 * else, and what they tell is used only where it is of the row's own study and patient. An archive that fails or is late is
 * left out from then on.
 */
final class ArchiveRows {
    private static final Logger LOG = Logger.getLogger(ArchiveRows.class);

    private final SearchConfig config;
    private final Set<String> leftOut = new ConcurrentSkipListSet<>();
    private final AtomicInteger asked = new AtomicInteger();

    ArchiveRows(SearchConfig config) {
        this.config = config;
    }

    /** The archives that were left out, by name. */
    Set<String> leftOut() {
        return new TreeSet<>(leftOut);
    }

    /**
     * Notes that so many studies more will be asked about for a condition; {@code TOO_LARGE} where that goes too far.
     */
    void requireFewer(int studies) {
        if (asked.addAndGet(studies) > config.mostStudies()) {
            throw Failure.of(FailureKind.TOO_LARGE, "archives would be asked for too many studies: narrow the search");
        }
    }

    /**
     * The rows in their order, each with those attributes as far as an archive tells of them.
     *
     * @param wanted top-level tags
     * @param all whether everything that archives tell goes along
     */
    Uni<List<QidoRow>> complete(List<QidoRow> rows, Set<Integer> wanted, boolean all) {
        if (rows.isEmpty() || (wanted.isEmpty() && !all)) {
            return Uni.createFrom().item(rows);
        }
        Map<Uid, List<QidoRow>> byStudy = rows.stream()
                .collect(Collectors.groupingBy(ArchiveRows::study, LinkedHashMap::new, Collectors.toList()));
        return Multi.createFrom()
                .iterable(byStudy.values())
                .onItem()
                .transformToUni(each -> told(each, wanted, all).map(told -> new Told(study(each.get(0)), told)))
                .merge(config.atOnce())
                .collect()
                .asMap(Told::study, Told::rows)
                .map(told -> rows.stream()
                        .map(row -> completed(row, told.getOrDefault(study(row), Map.of()), wanted, all))
                        .toList());
    }

    private record Told(Uid study, Map<Uid, DataSet> rows) {}

    private static Uid study(QidoRow row) {
        return row.study().holding().study();
    }

    private static QidoRow completed(QidoRow row, Map<Uid, DataSet> told, Set<Integer> wanted, boolean all) {
        return row.uid()
                .flatMap(uid -> Optional.ofNullable(told.get(uid)))
                .map(more -> row.with(AddedAttributes.of(row.attributes(), more, wanted, all)))
                .orElse(row);
    }

    /** What is told of each of the rows, which are of one study, by their UIDs. */
    private Uni<Map<Uid, DataSet>> told(List<QidoRow> rows, Set<Integer> wanted, boolean all) {
        QidoRow first = rows.get(0);
        PacsQuery query = new PacsQuery(
                first.level().inArchives(),
                Optional.of(study(first)),
                commonSeries(rows),
                Map.of(),
                all ? withUsual(wanted, first.level()) : wanted);
        Uni<Map<Uid, DataSet>> asking = Uni.createFrom().item(HashMap::new);
        for (PacsConnector archive : first.study().holding().archives()) {
            asking = asking.flatMap(sofar -> sofar.size() >= rows.size() || leftOut.contains(archive.name())
                    ? Uni.createFrom().item(sofar)
                    : ask(archive, query).map(answer -> {
                        take(answer, rows, sofar);
                        return sofar;
                    }));
        }
        return asking;
    }

    private static Set<Integer> withUsual(Set<Integer> wanted, QidoLevel level) {
        Set<Integer> tags = new TreeSet<>(wanted);
        tags.addAll(AddedAttributes.usual(level));
        return tags;
    }

    private Uni<List<DataSet>> ask(PacsConnector archive, PacsQuery query) {
        return Uni.createFrom()
                .deferred(() -> archive.search(query))
                .ifNoItem()
                .after(config.deadline())
                .fail()
                .onFailure()
                .invoke(failure -> {
                    leftOut.add(archive.name());
                    LOG.debugf("archive %s is left out of a search: %s", archive.name(), failure);
                })
                .onFailure()
                .recoverWithItem(List.of());
    }

    private static void take(List<DataSet> answer, List<QidoRow> rows, Map<Uid, DataSet> told) {
        QidoRow first = rows.get(0);
        for (DataSet row : answer) {
            if (isOwn(first.study().holding(), row)) {
                row.uid(first.level().uidTag()).ifPresent(uid -> told.putIfAbsent(uid, row));
            }
        }
    }

    /** Another patient's row is none of the study, whatever its UIDs are. */
    private static boolean isOwn(Holding holding, DataSet row) {
        try {
            holding.requireOwn(row);
            return true;
        } catch (Failure another) {
            LOG.warnf("a row of study %s came from an archive for another patient and is not used", holding.study());
            return false;
        }
    }

    private static Optional<Uid> commonSeries(List<QidoRow> rows) {
        boolean one = rows.get(0).attributes().contains(Tag.SeriesInstanceUID)
                && rows.stream().map(QidoRow::series).distinct().count() == 1;
        return one ? rows.get(0).series() : Optional.empty();
    }
}
