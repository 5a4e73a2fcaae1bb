package health.webqx.imaging.pacs.dicoogle;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.PacsQuery;
import health.webqx.imaging.pacs.RowMatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of instances made into rows of a query's level, with the numbers of what is in each. */
final class InstanceRows {
    private final PacsQuery query;
    private final Map<Uid, Row> rows = new HashMap<>();

    private static final class Row {
        private final DataSet first;
        private final Set<Uid> series = new HashSet<>();
        private int instances;

        Row(DataSet first) {
            this.first = first;
        }
    }

    InstanceRows(PacsQuery query) {
        this.query = query;
    }

    void add(DataSet instance) {
        instance.uid(query.level().uidTag()).ifPresent(uid -> {
            Row row = rows.computeIfAbsent(uid, none -> new Row(instance));
            instance.uid(Tag.SeriesInstanceUID).ifPresent(row.series::add);
            row.instances++;
        });
    }

    /** Those that match, in order. */
    List<DataSet> rows() {
        return rows.values().stream()
                .map(this::counted)
                .filter(new RowMatch(query))
                .sorted(RowMatch.byUid())
                .toList();
    }

    private DataSet counted(Row row) {
        return switch (query.level()) {
            case STUDY ->
                row.first.toBuilder()
                        .putInts(Tag.NumberOfStudyRelatedSeries, row.series.size())
                        .putInts(Tag.NumberOfStudyRelatedInstances, row.instances)
                        .build();
            case SERIES ->
                row.first.toBuilder()
                        .putInts(Tag.NumberOfSeriesRelatedInstances, row.instances)
                        .build();
            case INSTANCE -> row.first;
        };
    }
}
